// The table format: a block per experiment for a terminal, with the reasons below it.
#include <algorithm>

#include <fmt/format.h>

#include "experiments/gallery/gallery_writer.hpp"
#include "experiments/gallery/shown_row.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

using Widths = std::array<std::size_t, columns_of_gallery.size()>;

/// The number of characters; bytes that continue a UTF-8 character do not count.
std::size_t length_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Names of rows, kinds and verdicts are aligned to the left, numbers to the right.
std::string aligned(const std::string& text, std::size_t column, std::size_t width) {
  const std::string spaces(width - std::min(width, length_of(text)), ' ');
  const bool is_number = column >= 1 && column <= 4;
  return is_number ? spaces + text : text + spaces;
}

std::string line_of(const ShownRow& cells, const Widths& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += "  " + aligned(cells[i], i, widths[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

ShownRow heading() {
  ShownRow cells;
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = columns_of_gallery[i];
  return cells;
}

std::vector<ShownRow> rows_of(const ReproducedExperiment& experiment) {
  std::vector<ShownRow> rows;
  for (const ComparedRow& row : experiment.rows) {
    rows.push_back(shown(row));
    for (std::string& cell : rows.back()) cell = printable(cell);
  }
  return rows;
}

Widths widths_of(const Reproduction& reproduction) {
  Widths widths{};
  const auto widen = [&](const ShownRow& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      widths[i] = std::max(widths[i], length_of(cells[i]));
    }
  };
  widen(heading());
  for (const ReproducedExperiment& experiment : reproduction.experiments) {
    for (const ShownRow& row : rows_of(experiment)) widen(row);
  }
  return widths;
}

class TableWriter final : public GalleryWriter {
 public:
  [[nodiscard]] std::string write(const Reproduction& reproduction) const override {
    const Widths widths = widths_of(reproduction);
    std::string text = line_of(heading(), widths);
    for (const ReproducedExperiment& experiment : reproduction.experiments) {
      text += printable(experiment.name);
      if (!experiment.description.empty()) text += ": " + printable(experiment.description);
      text += '\n';
      for (const ShownRow& row : rows_of(experiment)) text += line_of(row, widths);
      for (const std::string& reason : reasons_of(experiment)) {
        text += "    " + printable(reason) + '\n';
      }
    }
    return text + '\n' + summary_of(reproduction) + '\n';
  }
};

const Register<GalleryWriter, TableWriter> registered{"table", "plain-text table for a terminal"};

}  // namespace
}  // namespace kairos
