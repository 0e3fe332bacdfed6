#include <array>
#include <cmath>
#include <cstdlib>

#include "engine/cel/function.h"
#include "engine/schema/scalars.h"

// Quantities. Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library.
namespace armillary::cel {
namespace {

using Args = std::span<const Value>;
using schema::Quantity;

constexpr std::string_view kQuantityType = "kubernetes.Quantity";

class QuantityValue final : public Opaque {
public:
    explicit QuantityValue(Quantity quantity) : m_quantity(std::move(quantity)) {}
    const Quantity& quantity() const { return m_quantity; }
    std::string_view typeName() const override { return kQuantityType; }
    bool equals(const Opaque& other) const override {
        return m_quantity == static_cast<const QuantityValue&>(other).m_quantity;
    }

private:
    Quantity m_quantity;
};

const Quantity& quantityAt(Args args, std::size_t index) {
    return static_cast<const QuantityValue&>(*args[index].as<OpaqueRef>()).quantity();
}

Value made(Quantity quantity) {
    return Value(OpaqueRef(std::make_shared<QuantityValue>(std::move(quantity))));
}

bool isWhole(const Quantity& quantity) {
    return Quantity::fromUnits(quantity.value()) == quantity;
}

double approximate(const Quantity& quantity) {
    static constexpr std::array<std::pair<std::string_view, double>, 16> kSuffixes = {{{"Ki", 0x1p10},
                                                                                       {"Mi", 0x1p20},
                                                                                       {"Gi", 0x1p30},
                                                                                       {"Ti", 0x1p40},
                                                                                       {"Pi", 0x1p50},
                                                                                       {"Ei", 0x1p60},
                                                                                       {"n", 1e-9},
                                                                                       {"u", 1e-6},
                                                                                       {"m", 1e-3},
                                                                                       {"k", 1e3},
                                                                                       {"M", 1e6},
                                                                                       {"G", 1e9},
                                                                                       {"T", 1e12},
                                                                                       {"P", 1e15},
                                                                                       {"E", 1e18},
                                                                                       {"", 1}}};
    const std::string text(quantity.text());
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    for (const auto& [suffix, factor] : kSuffixes)
        if (suffix == end) return number * factor;
    return number;
}

Value added(Args args) {
    Quantity sum = quantityAt(args, 0);
    return made(sum += quantityAt(args, 1));
}
Value subtracted(Args args) {
    Quantity difference = quantityAt(args, 0);
    return made(difference -= quantityAt(args, 1));
}

}  // namespace

void addQuantities(Functions& functions) {
    const Type text(TypeKind::String), boolean(TypeKind::Bool), whole(TypeKind::Int),
        quantity = Type::opaque(std::string(kQuantityType));
    functions.global(
        "quantity", {text}, quantity,
        [](Args args) {
            auto parsed = Quantity::parse(args[0].text());
            return parsed ? made(std::move(*parsed)) : Value::error(parsed.error());
        },
        traversalCost);
    functions.global(
        "isQuantity", {text}, boolean, [](Args args) { return Value(Quantity::parse(args[0].text()).has_value()); },
        traversalCost);
    functions.member("sign", {quantity}, whole,
                     [](Args args) { return Value(static_cast<std::int64_t>(quantityAt(args, 0).sign())); });
    functions.global("sign", {quantity}, whole,
                     [](Args args) { return Value(static_cast<std::int64_t>(quantityAt(args, 0).sign())); });
    functions.member("isGreaterThan", {quantity, quantity}, boolean,
                     [](Args args) { return Value(quantityAt(args, 0) > quantityAt(args, 1)); });
    functions.member("isLessThan", {quantity, quantity}, boolean,
                     [](Args args) { return Value(quantityAt(args, 0) < quantityAt(args, 1)); });
    functions.member("compareTo", {quantity, quantity}, whole, [](Args args) {
        const auto order = quantityAt(args, 0) <=> quantityAt(args, 1);
        return Value(std::int64_t{order < 0 ? -1 : order > 0 ? 1 : 0});
    });
    functions.member("asApproximateFloat", {quantity}, Type(TypeKind::Double),
                     [](Args args) { return Value(approximate(quantityAt(args, 0))); });
    functions.member("asInteger", {quantity}, whole, [](Args args) {
        const Quantity& one = quantityAt(args, 0);
        return isWhole(one) ? Value(one.value()) : Value::error("cannot convert value to integer");
    });
    functions.member("isInteger", {quantity}, boolean, [](Args args) { return Value(isWhole(quantityAt(args, 0))); });
    functions.member("add", {quantity, quantity}, quantity, added);
    functions.member("add", {quantity, whole}, quantity, [](Args args) {
        Quantity sum = quantityAt(args, 0);
        return made(sum += Quantity::fromUnits(args[1].as<std::int64_t>()));
    });
    functions.member("sub", {quantity, quantity}, quantity, subtracted);
    functions.member("sub", {quantity, whole}, quantity, [](Args args) {
        Quantity difference = quantityAt(args, 0);
        return made(difference -= Quantity::fromUnits(args[1].as<std::int64_t>()));
    });
}

}  // namespace armillary::cel
