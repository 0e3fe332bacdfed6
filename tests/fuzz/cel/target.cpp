// Whatever compiles evaluates within its budget, twice to the same end; whatever does not says where it is wrong.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/cel/object_values.h"
#include "engine/cel/program.h"

using namespace armillary;

namespace {

constexpr std::uint64_t kLimit = 20'000;

const cel::Environment& environment() {
    static const cel::Environment made = [] {
        cel::Environment environment;
        environment.declare("object", cel::Type()).declare("xs", cel::Type::list(cel::Type(cel::TypeKind::Int)));
        return environment;
    }();
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto program = cel::Program::compile(input, environment());
    if (!program) {
        if (!program.error().starts_with("ERROR: <input>:")) std::abort();
        return 0;
    }
    cel::Activation activation(environment());
    activation.set("object", cel::valueOfJson(R"({"a":1,"s":"str","l":[1,"x",null],"m":{"k":"v"},"f":1.5})"));
    activation.set("xs", cel::valueOfJson("[1,2,3]"));
    const cel::Evaluation first = program->evaluate(activation, kLimit), second = program->evaluate(activation, kLimit);
    if (first.cost != second.cost || first.overLimit != second.overLimit || first.value.kind() != second.value.kind())
        std::abort();
    return 0;
}
