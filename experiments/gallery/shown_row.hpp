// The cells of a compared row and the summary of all rows as text, for formats that people read.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "experiments/gallery/reproduction.hpp"

namespace kairos {

inline constexpr std::array columns_of_gallery{
    "row", "published or measured", "simulated", "difference", "tolerance", "kind", "verdict"};

/// The cells of a row, in the order of columns_of_gallery; "-" stands for no value.
using ShownRow = std::array<std::string, columns_of_gallery.size()>;

ShownRow shown(const ComparedRow& row);

/// The tolerances as text: "2 % or 0.5 K".
std::string shown_tolerance(const ComparedRow& row);

/// Sentences on all rows, such as "31 rows of 6 files: 29 of 30 that count are within their
/// tolerance. ...".
std::string summary_of(const Reproduction& reproduction);

/// The reasons that rows state, as "row: reason".
std::vector<std::string> reasons_of(const ReproducedExperiment& experiment);

/// The sources of an experiment, each once.
std::vector<std::string> sources_of(const ReproducedExperiment& experiment);

}  // namespace kairos
