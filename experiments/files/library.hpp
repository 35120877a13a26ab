// Finds the platforms, workloads, models, experiments and gallery files that come with Kairos, and
// resolves `use:`.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/value.hpp"

namespace kairos {

enum class Shelf { platforms, workloads, models, experiments, papers, silicon };

/// The folder of a shelf, below $KAIROS_HOME or, if that is not set, below the source folder of the
/// build.
std::filesystem::path shelf_folder(Shelf shelf);
/// The names on a shelf, sorted.
std::vector<std::string> shelf_names(Shelf shelf);

/// Replaces a name or path ("ds3_soc", "my/chip.yaml", "montage.json") by the document it names. A
/// map with `use: NAME` becomes that document with the map's other keys merged into it (see
/// merge()), except `import`, which says how a file of a foreign format is read. Paths are relative
/// to the file that contains them. A document may use another one in turn.
Value resolve(const Value& reference, Shelf shelf);

/// Resolves a workload and the models of its applications.
Value resolve_workload(const Value& reference);

/// Resolves the `platform` and `workload` of every map in the list `list` of `owner`.
void resolve_each(Value& owner, std::string_view list);

/// Merges `over` into `base`. Maps merge key by key; a map merges into a list by the 'name' of the
/// list's rows; anything else replaces the value in `base`.
void merge(Value& base, const Value& over);

}  // namespace kairos
