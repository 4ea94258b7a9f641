"""A training script for cron: a log, an exit code, and a message whether it worked or not."""

# In the crontab: 0 2 * * 1 python cron_script.py sales.csv model.json 2>> training.log

import csv
import json
import logging
import os
import sys
from pathlib import Path
from statistics import linear_regression
from urllib.request import Request, urlopen

log = logging.getLogger("training")


def train(data: Path, model: Path) -> int:
    """Your own code: it knows nothing of cron, and moves to an orchestrator as it is."""
    with data.open(newline="") as file:
        rows = [(float(row["spend"]), float(row["sales"])) for row in csv.DictReader(file)]
    model.write_text(json.dumps(linear_regression(*zip(*rows, strict=True))._asdict()))
    return len(rows)


def report(text: str) -> None:
    """Success is told too, so that silence means: cron did not even start it."""
    body = json.dumps({"text": text}).encode()
    request = Request(os.environ["REPORT_URL"], body, {"Content-Type": "application/json"})
    urlopen(request, timeout=10).close()


def main(data: str, model: str) -> None:
    try:
        rows = train(Path(data), Path(model))
    except Exception as error:
        report(f"Training failed: {error!r}")
        raise  # to the log, and a non-zero exit code
    log.info("Trained on %d rows", rows)
    report(f"Trained on {rows} rows")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    main(*sys.argv[1:])
