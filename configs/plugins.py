"""Plug-ins by name: a folder is a family, a file is a plug-in, a component's fields are its settings."""

import dataclasses
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from configs.errors import ConfigurationError

Component = TypeVar("Component")


def names(family: str) -> list[str]:
    """The plug-ins of the package `family`, by file name."""
    package = importlib.import_module(family)
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_"))


def find(contract: type[Component], family: str, name: str) -> type[Component]:
    """The one class in `family`'s file `name` that fulfils `contract`.

    Raises ConfigurationError when there is no such file.
    """
    known = names(family)
    if name not in known:
        raise ConfigurationError(f"{family} has no plug-in {name!r}; it has: {', '.join(known)}")
    module = importlib.import_module(f"{family}.{name}")
    for _, candidate in inspect.getmembers(module, inspect.isclass):
        if issubclass(candidate, contract) and candidate.__module__ == module.__name__ and not inspect.isabstract(candidate):
            return candidate
    raise ConfigurationError(f"{module.__name__} defines no {contract.__name__}")


def build(contract: type[Component], family: str, entry: Mapping[str, Any]) -> Component:
    """An instance of the plug-in that `entry["name"]` names, with the entry's other keys as its settings.

    Raises ConfigurationError for an unknown plug-in, an unknown or missing setting or a value of the wrong type.
    """
    settings = dict(entry)
    name = settings.pop("name", None)
    if not isinstance(name, str):
        raise ConfigurationError(f"an entry of {family} needs a name; it has: {', '.join(entry) or 'nothing'}")
    component = find(contract, family, name)
    fields = {field.name for field in dataclasses.fields(component)} if dataclasses.is_dataclass(component) else set()
    types = typing.get_type_hints(component)
    for key, value in settings.items():
        if key not in fields:
            raise ConfigurationError(
                f"{component.__name__} has no setting {key!r}; it has: {', '.join(sorted(fields)) or 'none'}"
            )
        settings[key] = _checked(component.__name__, key, types[key], value)
    for key in sorted(_required(component) - settings.keys()):
        raise ConfigurationError(f"{component.__name__} needs the setting {key!r}; it has: {', '.join(settings) or 'none'}")
    return component(**settings)


def _required(component: type) -> set[str]:
    if not dataclasses.is_dataclass(component):
        return set()
    missing = dataclasses.MISSING
    return {each.name for each in dataclasses.fields(component) if each.default is missing and each.default_factory is missing}


def _checked(component: str, key: str, expected: Any, value: Any) -> Any:
    try:
        return TypeAdapter(expected).validate_python(value, strict=not isinstance(value, int))
    except ValidationError as error:
        reason = error.errors()[0]["msg"]
        raise ConfigurationError(f"{component}'s setting {key!r} is {value!r}: {reason}") from None
