"""Files that people write, in YAML or TOML: read safely, and checked with line and column for whatever is wrong."""

from recovery_eval.sources.faults import FaultCollector
from recovery_eval.sources.folder import YamlFolder
from recovery_eval.sources.place import Loc, path_text
from recovery_eval.sources.source import YamlSource, validate
from recovery_eval.sources.strict import STRICT, as_list
from recovery_eval.sources.text_files import is_file
from recovery_eval.sources.yaml_files import parse_yaml, read_yaml

__all__ = [
    "STRICT",
    "FaultCollector",
    "Loc",
    "YamlFolder",
    "YamlSource",
    "as_list",
    "is_file",
    "parse_yaml",
    "path_text",
    "read_yaml",
    "validate",
]
