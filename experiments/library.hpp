// Finds the platforms, workloads and experiments that come with Kairos, and resolves `use:`.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/value.hpp"

namespace kairos {

enum class Shelf { platforms, workloads, experiments };

/// The folder of a shelf: under $KAIROS_HOME, or where Kairos was built from.
std::filesystem::path shelf_folder(Shelf shelf);
/// The names on a shelf, sorted.
std::vector<std::string> shelf_names(Shelf shelf);

/// Replaces a name or path ("ds3_soc", "my/chip.yaml") by the document it names, and a map with
/// `use: NAME` by that document with the map's other keys laid over it (see merge()). Paths are
/// relative to the file that names them; a document may use another in turn.
Value resolve(const Value& reference, Shelf shelf, int depth = 0);

/// The same for the `platform` and the `workload` of every map in a list of `owner`.
void resolve_each(Value& owner, std::string_view list);

/// Lays `over` on `base`: maps merge key by key; a map over a list merges into the list's rows by
/// their 'name'; anything else replaces.
void merge(Value& base, const Value& over);

}  // namespace kairos
