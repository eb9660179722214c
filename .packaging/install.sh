#!/bin/sh
# Installs plandiff from this folder, without the internet; needs Python 3.11 or later.
# 离线安装：在本文件夹内运行 sh install.sh [安装位置]，需要 Python 3.11 以上。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=${1:-${XDG_DATA_HOME:-$HOME/.local/share}/plandiff}
python=
for name in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
  if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$name
    break
  fi
done
if [ -z "$python" ]; then
  echo "plandiff needs Python 3.11 or later (or use the bundle) / 需要 Python 3.11 以上，或使用免安装版" >&2
  exit 1
fi
"$python" -m venv "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check \
  --no-index --find-links "$here/wheels" plandiff
bin=${PLANDIFF_BIN:-$HOME/.local/bin}
mkdir -p "$bin"
ln -sf "$home/bin/plandiff" "$bin/plandiff"
"$bin/plandiff" --version
echo "$bin/plandiff"
