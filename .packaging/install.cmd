@echo off
rem Installs plandiff from this folder, without the internet; needs Python 3.11 or later.
rem Usage: install.cmd [folder]
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\Programs\plandiff"
set "PYTHON_FOUND="
for %%P in ("py -3" "python" "python3") do (
  if not defined PYTHON_FOUND (
    %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON_FOUND=%%~P"
  )
)
if not defined PYTHON_FOUND (
  echo plandiff needs Python 3.11 or later, or use the bundle.
  exit /b 1
)
%PYTHON_FOUND% -m venv "%TARGET%" || exit /b 1
"%TARGET%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%HERE%wheels" plandiff || exit /b 1
"%TARGET%\Scripts\plandiff.exe" --version || exit /b 1
echo Installed: "%TARGET%\Scripts\plandiff.exe"
echo To type plandiff anywhere, add "%TARGET%\Scripts" to Path.
endlocal
