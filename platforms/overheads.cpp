#include "platforms/overheads.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {

void Reconfiguration::describe(Fields& f) {
  f("time", time, "to load a kernel into a region; one region of an element at a time")
      .not_negative();
  f("energy", energy, "of the same, on top of what a busy element draws").not_negative();
}

void Batches::describe(Fields& f) {
  f("up_to", up_to, "tasks in a batch").between(1, 65536);
  f("shared", shared, "the fraction of a task's time that its batch takes once").between(0.0, 1.0);
}

void Overheads::describe(Fields& f) {
  f("launch", launch, "before every task").not_negative();
  f("host", host,
    "what launches, one task after the other, for all clusters that name it (the element itself "
    "if absent)");
  f("setup", setup, "before a task whose kernel is not that of the element's last one")
      .not_negative();
  f("preparation", preparation, "before the first task of a kernel on an element").not_negative();
  f("synchronisation", synchronisation, "before a task with an input from another element")
      .not_negative();
  f("reconfiguration", reconfiguration,
    "before a task whose kernel no region holds; the slots are the regions");
  f("tile", tile,
    "by kernel, 'any' for all others: the work of roofline tasks is rounded up to whole tiles")
      .must(
          [](const auto& tiles) {
            return std::ranges::all_of(
                tiles, [](const auto& entry) { return entry.second > Operations{}; });
          },
          "more than zero for each");
  f("batching", batching, "of tasks of one kernel that wait for an element one behind the other");
}

void Overheads::check(const Place& where) const {
  if (host.empty() || launch > Duration{}) return;
  throw InputError(where, "host '" + host +
                              "' launches in no time; give 'launch' a time, or leave "
                              "out 'host'");
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
