"""A replacement for the decorator `dataclasses.dataclass` whose classes are made ten times faster.

    from plandiff.corpus.records import dataclass, field, replace

`dataclasses` compiles six methods for each class when it is decorated, which takes as long as
reading and comparing two plans: a run imports about a hundred such classes and makes objects of
half of them.  Here all methods but `__init__` are shared by all classes, and `__init__` is compiled
when a class makes its first object.  It writes slots by their descriptors, so frozen objects, too,
are made in half the time.

For type checkers and for the functions of `dataclasses` the classes are dataclasses.  Only
``frozen``, ``slots`` and ``eq`` are supported.
"""

from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr

from plandiff.corpus.lazy_import import LazyModule

TYPE_CHECKING = False  # importing typing takes a tenth of the run time of --help
if TYPE_CHECKING:
    import dataclasses
    import inspect
    from dataclasses import asdict, dataclass, field, fields, replace
    from typing import Any
else:
    dataclasses = LazyModule("dataclasses")
    inspect = LazyModule("inspect")

__all__ = ["asdict", "dataclass", "field", "fields", "replace"]

_MISSING = object()


class _Field:
    """How one field is initialised and shown; the attributes are those of `dataclasses.Field`."""

    __slots__ = ("compare", "default", "default_factory", "init", "name", "repr", "type")

    def __init__(
        self,
        *,
        default: object = _MISSING,
        default_factory: object = _MISSING,
        init: bool = True,
        repr: bool = True,  # noqa: A002 - as in dataclasses
        compare: bool = True,
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare
        self.name = ""
        self.type: object = None


class _Layout:
    """What the shared methods need to know of a class; kept as its ``__layout__``."""

    __slots__ = (
        "fields",
        "frozen",
        "getter",
        "identity",
        "init_names",
        "names",
        "owner",
        "setters",
    )

    def __init__(self, owner: type, fields: "dict[str, _Field]", *, frozen: bool) -> None:
        self.owner = owner
        self.fields = tuple(fields.values())
        self.frozen = frozen
        self.names = tuple(fields)
        self.init_names = tuple(name for name, part in fields.items() if part.init)
        self.getter = _tuple_getter(self.names)
        """All values of an object, as a tuple."""
        compared = tuple(name for name, part in fields.items() if part.compare)
        self.identity = self.getter if compared == self.names else _tuple_getter(compared)
        """The values that objects are compared and hashed by."""
        self.setters: tuple[Callable[[Any, Any], None], ...] | None = None

    def compiled_init(self) -> "Callable[..., None]":
        """Compile ``__init__``."""
        scope: dict[str, Any] = {"_missing": _MISSING, "_setattr": object.__setattr__}
        parameters, body = ["self"], []
        for part in self.fields:
            name = value = part.name
            if part.default_factory is not _MISSING:
                scope[f"_make_{name}"] = part.default_factory
                value = f"_make_{name}()"
                if part.init:
                    value += f" if {name} is _missing else {name}"
            elif not part.init and part.default is _MISSING:
                continue  # __post_init__ sets it
            scope[f"_default_{name}"] = part.default
            required = part.default is _MISSING and part.default_factory is _MISSING
            if part.init:
                parameters.append(name if required else f"{name}=_default_{name}")
            elif part.default is not _MISSING:
                value = f"_default_{name}"
            body.append(self._assignment(name, value, scope))
        if hasattr(self.owner, "__post_init__"):
            body.append("self.__post_init__()")
        exec(  # noqa: S102 - as in dataclasses: names of fields only
            f"def __init__({', '.join(parameters)}):\n " + "\n ".join(body or ["pass"]), scope
        )
        made: Callable[..., None] = scope["__init__"]
        made.__qualname__ = f"{self.owner.__qualname__}.__init__"
        made.__annotations__ = {part.name: part.type for part in self.fields if part.init}
        return made

    def _assignment(self, name: str, value: str, scope: "dict[str, Any]") -> str:
        if not self.frozen:
            return f"self.{name} = {value}"
        setter = _slot_setter(self.owner, name)
        if setter is None:
            return f"_setattr(self, {name!r}, {value})"
        scope[f"_set_{name}"] = setter
        return f"_set_{name}(self, {value})"


def _tuple_getter(names: tuple[str, ...]) -> "Callable[[Any], tuple[Any, ...]]":
    """Return a function from an object to the values of these attributes, as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    (name,) = names
    return lambda record: (getattr(record, name),)


def _slot_setter(owner: type, name: str) -> "Callable[[Any, Any], None] | None":
    """Return the function that writes a slot, which a frozen ``__setattr__`` does not stop."""
    descriptor: Any = getattr(owner, name, None)
    if hasattr(descriptor, "__set__") and hasattr(descriptor, "__objclass__"):
        setter: Callable[[Any, Any], None] = descriptor.__set__
        return setter
    return None


def _first_init(layout: _Layout) -> "Callable[..., None]":
    """Return an ``__init__`` that puts the compiled one in its place."""

    def __init__(self: object, *values: object, **named: object) -> None:  # noqa: N807 - it is one
        compiled = layout.compiled_init()
        setattr(layout.owner, "__init__", compiled)  # noqa: B010 - mypy warns of a plain assignment
        compiled(self, *values, **named)

    return __init__


@recursive_repr()
def _repr(self: "Any") -> str:  # noqa: ANN401 - of any class
    shown = [
        f"{part.name}={getattr(self, part.name)!r}" for part in self.__layout__.fields if part.repr
    ]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _eq(self: "Any", other: "Any") -> "Any":  # noqa: ANN401 - of any class
    if type(other) is not type(self):
        return NotImplemented
    identity = self.__layout__.identity
    return identity(self) == identity(other)


def _hash(self: "Any") -> int:  # noqa: ANN401 - of any class
    return hash(self.__layout__.identity(self))


def _refuse(self: object, name: str, value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(
        f"{type(self).__name__}.{name} cannot be changed: {value!r}"
    )


def _getstate(self: "Any") -> tuple[object, ...]:  # noqa: ANN401 - of any class
    values: tuple[object, ...] = self.__layout__.getter(self)
    return values


def _setstate(self: "Any", state: tuple[object, ...]) -> None:  # noqa: ANN401 - of any class
    layout = self.__layout__
    if layout.setters is None:
        layout.setters = tuple(_slot_setter(layout.owner, name) for name in layout.names)
    for setter, value in zip(layout.setters, state, strict=True):
        setter(self, value)


class _StandardFields:
    """``__dataclass_fields__``, by which `dataclasses` and others know a dataclass."""

    def __get__(self, record: object, owner: "Any") -> "dict[str, dataclasses.Field[Any]]":  # noqa: ANN401
        names = ("default", "default_factory", "init", "repr", "compare")
        made = []
        for part in owner.__layout__.fields:
            given = {name: getattr(part, name) for name in names}
            known = {name: value for name, value in given.items() if value is not _MISSING}
            made.append((part.name, part.type, dataclasses.field(**known)))
        standard = dataclasses.make_dataclass(owner.__name__, made)
        found: dict[str, dataclasses.Field[Any]] = vars(standard)["__dataclass_fields__"]
        return found


class _Signature:
    """``__signature__``: the parameters of ``__init__``, before it is compiled, too."""

    def __get__(self, record: object, owner: "Any") -> "inspect.Signature | None":  # noqa: ANN401
        layout: _Layout = owner.__layout__
        if layout.owner is not owner:
            return None
        found = inspect.signature(layout.compiled_init())
        return found.replace(parameters=list(found.parameters.values())[1:], return_annotation=None)


_STANDARD_FIELDS, _SIGNATURE = _StandardFields(), _Signature()
_SHARED = {"__repr__": _repr}
_EQUAL = {"__eq__": _eq}
_FROZEN = {"__setattr__": _refuse, "__delattr__": _refuse}
_PICKLED = {"__getstate__": _getstate, "__setstate__": _setstate}


def _own_fields(cls: type) -> "dict[str, _Field]":
    """The fields that the class itself declares; takes their `field()` out of its attributes."""
    found = {}
    for name, kind in vars(cls).get("__annotations__", {}).items():
        if "ClassVar" in str(kind):
            continue
        given = vars(cls).get(name, _MISSING)
        part = given if isinstance(given, _Field) else _Field(default=given)
        if isinstance(given, _Field):
            if part.default is _MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, part.default)
        part.name, part.type = name, kind
        found[name] = part
    return found


def _with_slots(cls: type, own: "dict[str, _Field]") -> type:
    """The same class anew, its own fields as slots: slots cannot be added later."""
    inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
    body = {
        name: value
        for name, value in vars(cls).items()
        if name not in own and name not in {"__dict__", "__weakref__"}
    }
    body["__slots__"] = tuple(name for name in own if name not in inherited)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _decorated(cls: type, *, frozen: bool, slots: bool, eq: bool) -> type:
    fields: dict[str, _Field] = {}
    for base in reversed(cls.__mro__[1:]):
        fields |= {part.name: part for part in getattr(vars(base).get("__layout__"), "fields", ())}
    own = _own_fields(cls)
    fields |= own
    written = set(vars(cls))  # what the class defines itself is kept
    if slots:
        cls = _with_slots(cls, own)
    methods: dict[str, Any] = dict(_SHARED)
    if eq:
        methods |= _EQUAL
        methods["__hash__"] = _hash if frozen else None
        if vars(cls).get("__hash__") is None:  # Python sets None beside an __eq__
            written.discard("__hash__")
    if frozen:
        methods |= _FROZEN | (_PICKLED if slots else {})
    layout = _Layout(cls, fields, frozen=frozen)
    methods["__init__"] = _first_init(layout)
    methods["__match_args__"] = layout.init_names
    methods |= {"__layout__": layout, "__dataclass_fields__": _STANDARD_FIELDS}
    methods["__signature__"] = _SIGNATURE
    for name, method in methods.items():
        if name not in written:
            setattr(cls, name, method)
    return cls


if not TYPE_CHECKING:
    field = _Field

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> "type | Callable[[type], type]":
        """Make a dataclass, like `dataclasses.dataclass`.

        >>> @dataclass(frozen=True, slots=True)
        ... class Point:
        ...     x: int
        ...     y: int = 0
        >>> Point(1), replace(Point(1), y=2) == Point(1, 2)
        (Point(x=1, y=0), True)
        """
        if cls is None:
            return lambda known: _decorated(known, frozen=frozen, slots=slots, eq=eq)
        return _decorated(cls, frozen=frozen, slots=slots, eq=eq)

    def replace(record: object, /, **changes: object) -> object:
        """Return a copy with other values in some fields, like `dataclasses.replace`.

        Raises TypeError for a name that is no parameter of the class.
        """
        layout = getattr(record, "__layout__", None)
        if layout is None:  # a dataclass of another library
            return dataclasses.replace(record, **changes)
        values = dict(zip(layout.names, layout.getter(record), strict=True))
        if len(layout.names) != len(layout.init_names):
            values = {name: values[name] for name in layout.init_names}
        return type(record)(**(values | changes))

    def fields(record: object) -> tuple[_Field, ...]:
        """Return the fields of a class or an object, like `dataclasses.fields`."""
        return record.__layout__.fields

    def asdict(record: object) -> dict[str, object]:
        """Return an object as nested dictionaries, like `dataclasses.asdict`."""
        return dataclasses.asdict(record)
