#include "platforms/thermal/rc_network.hpp"

namespace kairos {

void RcNode::describe(Fields& f) {
  f("name", name, "of the node").required();
  f("capacity", capacity, "heat that it holds per kelvin").required().positive();
  f("to_ambient", to_ambient, "conductance to the air").not_negative();
}

}  // namespace kairos
