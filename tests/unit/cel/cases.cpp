#include "tests/unit/cel/cases.h"

#include <memory>

#include "engine/cel/object_values.h"
#include "engine/cel/text.h"
#include "engine/cel/times.h"

namespace armillary::cel::tests {

const Environment& environment() {
    static const Environment made = [] {
        Environment environment;
        environment.declare("object", Type())
            .declare("xs", Type::list(Type(TypeKind::Int)))
            .declare("m", Type::map(Type(TypeKind::String), Type(TypeKind::Int)));
        return environment;
    }();
    return made;
}

Activation activation() {
    Activation activation(environment());
    activation.set("object", valueOfJson(R"({"a":1,"s":"str","l":[1,"x"],"m":{"k":"v"},"n":null,"f":1.5})"));
    activation.set("xs", valueOfJson("[1,2,3]"));
    activation.set("m", valueOfJson(R"({"a":1,"b":2})"));
    return activation;
}

std::string text(const Value& value) {
    switch (value.kind()) {
        case TypeKind::Null:
            return "null";
        case TypeKind::Bool:
            return value.as<bool>() ? "true" : "false";
        case TypeKind::Int:
            return std::to_string(value.as<std::int64_t>());
        case TypeKind::Uint:
            return std::to_string(value.as<std::uint64_t>());
        case TypeKind::Double:
            return goDouble(value.as<double>());
        case TypeKind::Duration:
            return durationText(value.as<Duration>());
        case TypeKind::Timestamp:
            return timestampText(value.as<Timestamp>());
        case TypeKind::List: {
            std::string out;
            const List& list = *value.as<ListRef>();
            for (std::size_t i = 0; i < list.size(); ++i) out += (i > 0 ? ", " : "") + text(list.at(i));
            return "[" + out + "]";
        }
        case TypeKind::Map: {
            std::string out;
            value.as<MapRef>()->each([&](const Value& key, const Value& one) {
                out += (out.empty() ? "" : ", ") + text(key) + ": " + text(one);
                return true;
            });
            return "{" + out + "}";
        }
        case TypeKind::Type:
            return std::string(value.as<TypeName>().name.view);
        case TypeKind::Optional:
            return value.as<OptionalValue>().value ? "some " + text(*value.as<OptionalValue>().value) : "none";
        default:
            return std::string(value.text());
    }
}

std::string result(std::string_view expression) {
    const auto program = Program::compile(expression, environment());
    if (!program) return program.error();
    const Evaluation evaluation = program->evaluate(activation());
    const Value& value = evaluation.value;
    return (value.isError() ? "error" : std::string(value.typeName())) + " " + text(value);
}

std::uint64_t cost(std::string_view expression) {
    const auto program = Program::compile(expression, environment());
    return program ? program->evaluate(activation()).cost : 0;
}

}  // namespace armillary::cel::tests
