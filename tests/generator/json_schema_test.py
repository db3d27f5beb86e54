"""The JSON Schemas that `redisconf json-schema` prints, by a real validator: every sound schema of the
project passes, every bad one is refused but for what JSON Schema can't say.

Usage: json_schema_test.py TOOL ROOT
"""
import pathlib
import subprocess
import sys

import jsonschema
import yaml

# Sound to a validator that sees one value at a time and no text of YAML, each with the reason.
NOT_EXPRESSIBLE = {
    "shared": {
        "alias_is_an_environment": "compares keys",
        "alias_to_unknown": "compares names",
        "anchor_and_alias": "YAML resolves aliases",
        "backoff_order": "compares values",
        "recovery_order": "compares values",
        "bidi_by_escape": "a rule of texts in files",
        "cluster_database": "compares values",
        "debug_anywhere_without_token": "compares values",
        "duplicate_in_flow": "YAML keeps the last key",
        "duplicate_key": "YAML keeps the last key",
        "emf_namespace_form": "a rule of texts",
        "environments_too_alike": "compares keys",
        "extends_in_a_circle": "follows names",
        "extends_itself": "follows names",
        "extends_unknown": "compares names",
        "host_and_socket": "compares values",
        "pin_is_no_hash": "a rule of texts",
        "pin_without_tls": "compares values",
        "port_float": "1e3 is a whole number to JSON",
        "port_octal": "06379 is a number to YAML",
        "rule_beside_catalogue": "compares values",
        "socket_is_no_path": "a rule of texts",
        "socket_with_tls": "compares values",
        "strict_inherited": "follows names",
        "strict_locked_by_variable": "compares values",
        "strict_loopback": "compares values",
        "strict_socket": "compares values",
        "strict_unverified": "compares values",
        "strict_without_host": "a layer beneath may name it",
        "strict_without_password": "a layer beneath may name it",
        "strict_without_tls": "compares values",
        "tag": "YAML resolves tags",
        "two_defaults": "compares environments",
    },
    "service": {
        "cache_early_refresh_for_ever": "compares values",
        "cache_soft_timeout_alone": "compares values",
        "channel_directory": "a rule of texts",
        "channel_idle_keys": "compares values",
        "cluster_database_across_files": "compares values",
        "custom_default_out_of_bounds": "compares values",
        "custom_enum_default": "compares values",
        "custom_enum_takes_class": "compares names of the wrapper",
        "custom_enum_twice": "'-' and '_' are the same",
        "custom_min_above_max": "compares values",
        "custom_override_unknown": "compares names",
        "custom_override_wrong": "compares values",
        "custom_takes_accessor": "compares names of the wrapper",
        "custom_takes_base_member": "compares names of the wrapper",
        "custom_takes_member": "compares names of the wrapper",
        "custom_takes_variable": "compares names of the wrapper",
        "diverges_in_every_environment": "compares layers",
        "diverges_without_reason": "compares layers",
        "other_name": "compares with the file's name",
        "rule_across_files": "compares values",
        "unknown_environment": "compares names",
    },
}


class Loader(yaml.SafeLoader):
    """YAML 1.2, core schema, as editors read it; PyYAML itself reads 1.1."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", yaml.resolver.re.compile(f"^(?:{pattern})$"), list(first))
Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def faults(validator, path):
    try:
        document = yaml.load(path.read_bytes(), Loader)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, TypeError) as error:
        return [str(error)]
    return [error.message for error in validator.iter_errors(document)]


def main():
    tool, root = sys.argv[1], pathlib.Path(sys.argv[2])
    validators = {}
    for name in ("shared", "service"):
        schema = yaml.safe_load(subprocess.run([tool, "json-schema", name], check=True, capture_output=True).stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        validators[name] = jsonschema.Draft7Validator(schema)

    failures = []
    sound = [path for folder in ("schema", "tests/consumer/project/schema", "tests/generator/golden/everything/schema")
             for path in (root / folder / "redis.yaml", *sorted((root / folder / "services").glob("*.yaml")))]
    for path in sound:
        name = "service" if path.parent.name == "services" else "shared"
        failures += [f"{path}: refused: {fault}" for fault in faults(validators[name], path)]

    refused = 0
    for name, known in NOT_EXPRESSIBLE.items():
        bad = sorted((root / "tests/generator/bad_schemas" / name).glob("*.yaml"))
        for path in bad:
            found = faults(validators[name], path)
            refused += bool(found)
            if bool(found) == (path.stem in known):
                failures.append(f"{path}: {'refused: ' + found[0] if found else 'not refused'}")
        failures += [f"{name}: no bad schema {stem}" for stem in known if stem not in {path.stem for path in bad}]

    for failure in failures:
        print(failure)
    print(f"{len(sound)} sound schemas, {refused} bad ones refused")
    return 1 if failures or len(sound) < 7 or refused < 80 else 0


sys.exit(main())
