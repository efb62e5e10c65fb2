"""CSV in, daily sums per SKU out, with pandas. Prints a line of JSON."""

import json
import sys
import time

import pandas

clock, cpu = time.perf_counter(), time.process_time()
orders = pandas.read_csv(sys.argv[1])
orders["ordered_at"] = pandas.to_datetime(orders["ordered_at"], format="%Y-%m-%d")
daily = orders.groupby(["sku", "ordered_at"], as_index=False)["quantity"].sum()
seconds, cpu_seconds = time.perf_counter() - clock, time.process_time() - cpu
sums = daily["quantity"]
print(json.dumps({
    "seconds": seconds, "cpuSeconds": cpu_seconds, "groups": len(daily),
    "units": int(sums.sum()), "squares": int((sums * sums).sum()),
}))
