"""The command line as a person meets it: its words, its exit codes, and never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def orchestrator(
    *arguments: str, cwd: Path, environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the command with nothing in the environment but what is given."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": os.defpath} | (environ or {}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


COMMANDS = ("serve", "socket", "recommend", "compare", "migrate", "explain", "db", "knowledge")


def test_help_names_every_command(tmp_path: Path) -> None:
    done = orchestrator("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)


def test_the_command_line_loads_neither_slack_nor_the_web_before_a_command_runs() -> None:
    heavy = ("slack_bolt", "uvicorn", "aiohttp", "alembic", "numpy")
    program = f"import sys, bot.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("serve", ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"]),
        ("socket", ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"]),
    ],
)
def test_missing_settings_are_lines_and_exit_code_2(
    command: str, needed: list[str], tmp_path: Path
) -> None:
    done = orchestrator(command, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert [line.partition(" ")[0] for line in done.stderr.splitlines()] == needed
    assert list(tmp_path.iterdir()) == []


def test_a_data_directory_that_cannot_be_made_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = orchestrator("db", "upgrade", cwd=tmp_path, environ={"DATA_DIR": "file/data"})
    assert done.returncode == 2
    assert done.stderr.startswith("DATA_DIR cannot be made (")
    assert len(done.stderr.splitlines()) == 1


def test_the_database_is_made_in_the_data_directory_and_again_is_no_harm(tmp_path: Path) -> None:
    for _ in range(2):
        done = orchestrator("db", "upgrade", cwd=tmp_path, environ={"DATA_DIR": "here"})
        assert (done.returncode, done.stdout) == (0, "The database is up to date.\n")
    assert (tmp_path / "here" / "orchestrator.db").is_file()


def test_a_database_that_does_not_answer_is_a_line_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://bot:canary@127.0.0.1:1/advisor"
    done = orchestrator("db", "upgrade", cwd=tmp_path, environ={"DATABASE_URL": url})
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL: the database does not answer (")
    assert "canary" not in done.stderr
    assert "Traceback" not in done.stderr


def test_sound_knowledge_is_summed_up(tmp_path: Path) -> None:
    done = orchestrator("knowledge", "check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The knowledge of 20")
    assert " 10 criteria, " in done.stdout


def test_every_problem_of_broken_knowledge_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "alternatives").mkdir()
    done = orchestrator("knowledge", "check", str(tmp_path), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert {line.partition(":")[0].rpartition("/")[2] for line in done.stderr.splitlines()} >= {
        "criteria.yaml",
        "questions.yaml",
    }


def test_knowledge_that_cannot_be_loaded_is_a_line_that_says_how_to_see_why(
    tmp_path: Path,
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import pathlib\nfrom knowledge import loader\nloader.PACKAGED = pathlib.Path('empty')\n"
    )
    done = orchestrator(
        "recommend",
        cwd=tmp_path,
        environ={"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))},
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "'orchestrator knowledge check'" in done.stderr


def test_a_reader_that_stops_reading_is_no_failure(tmp_path: Path) -> None:
    for command in (["recommend"], ["recommend", "--json"], ["explain", "ratings"]):
        with subprocess.Popen(
            [sys.executable, "-m", "bot.cli", *command],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PATH": os.defpath},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            running.stdout.close()
            assert running.stderr.read() == b""


def test_an_encoding_without_the_characters_of_a_page_is_no_failure(tmp_path: Path) -> None:
    done = orchestrator(
        "recommend", "8 engineers", cwd=tmp_path, environ={"PYTHONIOENCODING": "ascii"}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "####" in done.stdout


def test_an_unexpected_failure_is_a_line_with_the_reference_that_the_log_has(
    tmp_path: Path,
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, types\n"
        "broken = types.ModuleType('knowledge.loader')\n"
        "broken.KnowledgeError = KeyError\n"
        "def load(folder):\n"
        "    raise RuntimeError('xoxb-canary')\n"
        "broken.load = load\n"
        "sys.modules['knowledge.loader'] = broken\n"
    )
    done = orchestrator(
        "knowledge",
        "check",
        cwd=tmp_path,
        environ={"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))},
    )
    assert done.returncode == 1
    entry, told = done.stderr.splitlines()
    reference = told.partition("reference ")[2].partition(")")[0]
    assert len(reference) == 8
    assert f'"reference": "{reference}"' in entry
    assert "RuntimeError: [hidden]" in entry
    assert "Traceback" not in done.stderr
