#include "experiments/commands/program.hpp"

int main(int argc, char** argv) {
  return kairos::run_program(argc, argv);
}
