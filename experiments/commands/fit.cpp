// kairos fit PLATFORM --to DATA.csv --free KEYS: fits constants of a platform to measured rows.
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/write_output.hpp"
#include "experiments/fit/fitted_platform.hpp"
#include "experiments/fit/least_squares.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::string platform, data, output, format = "table";
  std::vector<std::string> free, assignments;
  double held_out = 0;
};

std::string per_cent(double share) {
  return fmt::format("{:.4g} %", 100 * share);
}

std::string in_words(const FitResult& result, const Arguments& arguments) {
  const auto line = [](const char* rows, const FitError& before, const FitError& after) {
    return fmt::format("{:<9} {:>6}  {:>12} {:>12}  {:>14} {:>14}\n", rows, before.rows,
                       per_cent(before.mean), per_cent(after.mean), per_cent(before.largest),
                       per_cent(after.largest));
  };
  std::string text = fmt::format("{:<9} {:>6}  {:>12} {:>12}  {:>14} {:>14}\n", "rows", "number",
                                 "error before", "error after", "largest before", "largest after");
  text += line("fitted", result.before.fitted, result.after.fitted);
  if (result.before.held_out.rows > 0) {
    text += line("held out", result.before.held_out, result.after.held_out);
  } else {
    text += "No rows of " + shortened(printable(arguments.data), 80) +
            " are held out: these errors say nothing about predictions.\n";
  }
  return text;
}

void print_table(const FitResult& result, const std::vector<FreeConstant>& constants,
                 const Arguments& arguments) {
  std::size_t width = 8;
  for (const FreeConstant& constant : constants) width = std::max(width, constant.path().size());
  kairos::print("{:<{}}  {:>12} {:>12}\n", "constant", width, "before", "after");
  for (std::size_t i = 0; i < constants.size(); ++i) {
    kairos::print("{:<{}}  {:>12} {:>12}\n", constants[i].path(), width,
                  constants[i].shown(constants[i].start()),
                  constants[i].shown(result.constants[i]));
  }
  kairos::print("\n{}", in_words(result, arguments));
}

void print_json(const FitResult& result, const std::vector<FreeConstant>& constants) {
  using Json = nlohmann::ordered_json;
  Json values = Json::object();
  for (std::size_t i = 0; i < constants.size(); ++i) {
    values[constants[i].path()] = {{"before", constants[i].start()},
                                   {"after", result.constants[i]},
                                   {"text", constants[i].text(result.constants[i])}};
  }
  const auto rows = [](const FitError& before, const FitError& after) {
    return Json{{"rows", before.rows},
                {"error_before", before.mean},
                {"error_after", after.mean},
                {"largest_before", before.largest},
                {"largest_after", after.largest}};
  };
  const Json whole{{"constants", values},
                   {"fitted", rows(result.before.fitted, result.after.fitted)},
                   {"held_out", rows(result.before.held_out, result.after.held_out)},
                   {"evaluations", result.evaluations}};
  fmt::print("{}\n", whole.dump(2, ' ', false, Json::error_handler_t::replace));
}

/// The file of the platform; empty if its name is one of the library.
fs::path file_of(const std::string& platform) {
  const fs::path path = fs::path(platform).lexically_normal();
  const bool is_file = platform.find('/') != std::string::npos || path.has_extension();
  return is_file ? path : fs::path();
}

void write_platform(const FitResult& result, const std::vector<FreeConstant>& constants,
                    const Arguments& arguments) {
  std::string names;
  for (const FreeConstant& constant : constants) {
    names += (names.empty() ? "" : ", ") + constant.path();
  }
  const FitError &before = result.before.fitted, &after = result.after.fitted;
  std::string text =
      fmt::format("# Fitted by 'kairos fit' to {}: {}.\n# The mean error of {} fell from {} to {}",
                  printable(fs::path(arguments.data).filename().string()), printable(names),
                  counted(before.rows, "row"), per_cent(before.mean), per_cent(after.mean));
  if (result.before.held_out.rows > 0) {
    text += fmt::format("; that of {} held out is {}", result.after.held_out.rows,
                        per_cent(result.after.held_out.mean));
  }
  text += ".\n" + fitted_text(file_of(arguments.platform), result.platform, constants,
                              result.constants, fs::absolute(arguments.output).parent_path());
  write_output(arguments.output, text);
}

void fit_platform(const Arguments& arguments) {
  Value platform = resolve(Value::scalar(arguments.platform), Shelf::platforms);
  for (const std::string& assignment : arguments.assignments) assign(platform, assignment);
  std::vector<FreeConstant> constants;
  for (const std::string& path : arguments.free) {
    if (std::ranges::count(arguments.free, path) > 1) {
      throw InputError("--free " + path + ": the key is named twice; name it once");
    }
    constants.emplace_back(path, platform);
  }
  std::vector<MeasuredRow> rows = read_measured_rows({arguments.data, {}});
  if (arguments.held_out > 0) hold_out(rows, arguments.held_out);
  const FitResult result = fit(platform, constants, RowModel(std::move(rows)));
  if (arguments.format == "json") {
    print_json(result, constants);
  } else {
    print_table(result, constants, arguments);
  }
  if (!arguments.output.empty()) write_platform(result, constants, arguments);
}

}  // namespace

void add_fit(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("fit", "Fit constants of a platform to measured rows by least squares");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("platform", arguments->platform, "Platform: a file, or a name of the library")
      ->required();
  verb->add_option("--to", arguments->data,
                   "CSV table of measurements, with the columns quantity and value "
                   "(see docs/platforms.md)")
      ->required();
  verb->add_option("--free", arguments->free,
                   "Constants to fit, separated by commas: clusters.big.power.capacitance")
      ->required()
      ->delimiter(',');
  verb->add_option("--hold-out", arguments->held_out,
                   "Share of the rows that are not fitted, evenly spread (0 if absent)")
      ->check(CLI::Range(0.0, 0.99));
  verb->add_option("--set", arguments->assignments,
                   "Override a value of the platform first, such as the one to begin with")
      ->allow_extra_args(false)
      ->take_all();
  verb->add_option("--format", arguments->format, "Format of standard output: table or json")
      ->check(CLI::IsMember({"table", "json"}));
  verb->add_option("-o,--out", arguments->output, "File to write the fitted platform to");
  verb->callback([arguments] { fit_platform(*arguments); });
}

}  // namespace kairos
