# CSV in, daily sums per SKU out, with data.table, or with dplyr behind data.table's reader. Prints a line of JSON.
words <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(data.table))
setDTthreads(0)
if (words[2] == "dplyr") suppressMessages(library(dplyr))
from <- proc.time()
orders <- fread(words[1], showProgress = FALSE)
daily <- if (words[2] == "dplyr") {
  orders %>% group_by(sku, ordered_at) %>% summarise(units = sum(quantity), .groups = "drop")
} else {
  orders[, .(units = sum(quantity)), by = .(sku, ordered_at)]
}
took <- proc.time() - from
units <- as.numeric(daily$units)
cat(sprintf('{"seconds":%f,"cpuSeconds":%f,"groups":%d,"units":%.0f,"squares":%.0f}\n',
  took[["elapsed"]], took[["user.self"]] + took[["sys.self"]], nrow(daily), sum(units), sum(units * units)))
