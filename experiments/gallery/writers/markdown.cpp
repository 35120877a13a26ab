// The Markdown format: the summary, then a heading and a table per experiment with its sources and
// reasons. Verdicts of rows that count and do not pass are bold.
#include <fmt/format.h>

#include "experiments/gallery/gallery_writer.hpp"
#include "experiments/gallery/shown_row.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// The text with a backslash before every character that has a meaning in Markdown.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|~!&").find(c) != std::string_view::npos) result += '\\';
    result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result;
}

std::string heading() {
  std::string titles = "|", rule = "|";
  for (std::size_t i = 0; i < columns_of_gallery.size(); ++i) {
    titles += std::string(" ") + columns_of_gallery[i] + " |";
    rule += i >= 1 && i <= 4 ? "---:|" : "---|";
  }
  return titles + '\n' + rule + '\n';
}

std::string line_of(const ComparedRow& row) {
  ShownRow cells = shown(row);
  for (std::string& cell : cells) cell = escaped(cell);
  if (row.counts() && !row.passes()) cells.back() = "**" + cells.back() + "**";
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + cell + " |";
  return line + '\n';
}

std::string section(const ReproducedExperiment& experiment) {
  std::string text = "## " + escaped(experiment.name) + "\n\n";
  if (!experiment.description.empty()) text += escaped(experiment.description) + "\n\n";
  text += heading();
  for (const ComparedRow& row : experiment.rows) text += line_of(row);
  std::string notes;
  for (const std::string& source : sources_of(experiment)) {
    notes += "- Source: " + escaped(source) + '\n';
  }
  for (const std::string& reason : reasons_of(experiment)) notes += "- " + escaped(reason) + '\n';
  return notes.empty() ? text : text + '\n' + notes;
}

class MarkdownGalleryWriter final : public GalleryWriter {
 public:
  [[nodiscard]] std::string write(const Reproduction& reproduction) const override {
    std::string text = escaped(summary_of(reproduction)) + '\n';
    for (const ReproducedExperiment& experiment : reproduction.experiments) {
      text += '\n' + section(experiment);
    }
    return text;
  }
};

const Register<GalleryWriter, MarkdownGalleryWriter> registered{
    "markdown", "Markdown with a table per experiment, its sources and its reasons"};

}  // namespace
}  // namespace kairos
