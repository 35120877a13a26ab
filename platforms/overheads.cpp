#include "platforms/overheads.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {

void Reconfiguration::describe(Fields& f) {
  f("time", time, "time to load a kernel into a region; an element loads one region at a time")
      .not_negative();
  f("energy", energy,
    "energy to load a kernel into a region, in addition to that of a busy element")
      .not_negative();
}

void Batches::describe(Fields& f) {
  f("up_to", up_to, "largest number of tasks in a batch").between(1, 65536);
  f("shared", shared, "fraction of a task's execution time that a batch spends only once")
      .between(0.0, 1.0);
  f("by", by,
    "whether the time of a batch follows from 'shared', or from the sum of the demands of its "
    "operators");
}

void Overheads::describe(Fields& f) {
  f("launch", launch, "launch time before every task").not_negative();
  f("host", host,
    "element that launches tasks, one after the other, for all clusters that name it (the task's "
    "own element if absent)");
  f("setup", setup,
    "setup time before a task whose kernel differs from that of the element's previous task")
      .not_negative();
  f("preparation", preparation, "preparation time before the first task of a kernel on an element")
      .not_negative();
  f("synchronisation", synchronisation,
    "synchronisation time before a task with an input from another element")
      .not_negative();
  f("reconfiguration", reconfiguration,
    "reconfiguration before a task whose kernel is in no region; the element's slots are its "
    "regions");
  f("tile", tile,
    "tile size by kernel ('any' for all others); the work of roofline tasks is rounded up to whole "
    "tiles")
      .must(
          [](const auto& tiles) {
            return std::ranges::all_of(
                tiles, [](const auto& entry) { return entry.second > Operations{}; });
          },
          "more than zero for each");
  f("batching", batching,
    "batching of consecutive tasks of the same kernel in the queue of an element");
}

void Overheads::check(const SourceLocation& where) const {
  if (host.empty() || launch > Duration{}) return;
  throw InputError(where,
                   "host '" + host + "' has no launch time; set 'launch', or leave out 'host'");
}

bool Overheads::sets_up() const {
  return launch > Duration{} || setup > Duration{} || preparation > Duration{} ||
         synchronisation > Duration{} || !reconfiguration.is_none() || batching.is_on();
}

Operations Overheads::padded(const std::string& kernel, Operations work) const {
  auto found = tile.find(kernel);
  if (found == tile.end()) found = tile.find("any");
  if (found == tile.end()) return work;
  return found->second * std::ceil(work / found->second);
}

}  // namespace kairos
