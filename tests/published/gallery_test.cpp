// Runs the gallery, except for its slow files, and checks that docs/gallery.md shows what it gives.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "experiments/files/library.hpp"
#include "experiments/gallery/gallery_writer.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

const Reproduction& quick_gallery() {
  static const Reproduction result = reproduce(gallery_entries(), 2, true);
  return result;
}

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(std::string(KAIROS_SOURCE_DIR) + "/" + file).rdbuf();
  return text.str();
}

/// The sections of the Markdown format, which begin with "## ".
std::vector<std::string> sections_of(const std::string& markdown) {
  std::vector<std::string> sections;
  for (std::size_t at = markdown.find("\n## "); at != std::string::npos;) {
    const std::size_t next = markdown.find("\n## ", at + 1);
    sections.push_back(markdown.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return sections;
}

TEST(Gallery, HasARowForEveryPaperWithoutACounterpart) {
  std::size_t without = 0;
  for (const GalleryEntry& entry : gallery_entries()) {
    if (!entry.file.empty()) continue;
    ++without;
    EXPECT_FALSE(entry.title.empty()) << entry.name;
    EXPECT_FALSE(entry.why.empty()) << entry.name;
  }
  EXPECT_EQ(without, 9U);
}

/// A row outside its tolerance has to say why.
TEST(Gallery, IsWithinItsTolerancesOrStatesWhyNot) {
  for (const ReproducedExperiment& experiment : quick_gallery().experiments) {
    EXPECT_FALSE(experiment.rows.empty()) << experiment.name;
    for (const ComparedRow& row : experiment.rows) {
      EXPECT_NE(row.verdict, Verdict::failed) << experiment.name << ", " << row.name << row.why;
      if (!row.counts() || row.passes()) continue;
      EXPECT_FALSE(row.why.empty())
          << experiment.name << ", " << row.name << ": " << row.simulated.value_or(0)
          << " instead of " << row.published.value_or(0);
    }
  }
}

TEST(Gallery, NamesTheSourcesOfItsValues) {
  for (const ReproducedExperiment& experiment : quick_gallery().experiments) {
    for (const ComparedRow& row : experiment.rows) {
      EXPECT_FALSE(row.source.empty()) << experiment.name << ", " << row.name;
    }
  }
}

/// scripts/gallery writes the page.
TEST(Gallery, IsOnItsPage) {
  const std::string page = text_of("docs/gallery.md");
  const auto sections =
      sections_of(Choice<GalleryWriter>("markdown").make()->write(quick_gallery()));
  EXPECT_EQ(sections.size(), quick_gallery().experiments.size());
  for (const std::string& section : sections) {
    EXPECT_NE(page.find(section), std::string::npos)
        << "docs/gallery.md is not up to date; run scripts/gallery. It lacks:\n"
        << section;
  }
}

}  // namespace
}  // namespace kairos
