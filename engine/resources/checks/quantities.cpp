#include "engine/resources/checks/quantities.h"

#include <algorithm>
#include <charconv>

#include "engine/resources/checks/meta.h"
#include "engine/resources/usage/resource_names.h"

namespace armillary::resources {

namespace {

/// Resources with a domain of their own (example.com/gpu) and object counts come in whole units.
bool comesWhole(std::string_view resource) {
    return isObjectCount(resource) || usage::isExtended(resource);
}

}  // namespace

bool isObjectCount(std::string_view resource) {
    constexpr std::string_view kCounts[] = {"pods",
                                            "services",
                                            "replicationcontrollers",
                                            "resourcequotas",
                                            "secrets",
                                            "configmaps",
                                            "persistentvolumeclaims",
                                            "services.nodeports",
                                            "services.loadbalancers"};
    return std::ranges::contains(kCounts, resource);
}

void checkQuantity(std::string_view resource, const schema::Quantity& amount, const Path& path, FieldErrors& errors) {
    if (amount.sign() < 0) errors.push_back(field::invalid(path, amount.text(), std::string(kNotNegative)));
    if (comesWhole(resource) && amount != schema::Quantity::fromUnits(amount.value()))
        errors.push_back(field::invalid(path, amount.text(), "must be an integer"));
}

std::optional<int> percentOf(const schema::IntOrString& value) {
    if (!value.isString() || !checkPercent(value.text).empty()) return std::nullopt;
    int percent = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size() - 1, percent);
    return percent;
}

std::string goValue(const schema::IntOrString& value) {
    return "intstr.IntOrString{Type:" + std::string(value.isString() ? "1" : "0") +
           ", IntVal:" + std::to_string(value.number.value_or(0)) + ", StrVal:" + goQuoted(value.text) + "}";
}

void checkIntOrPercent(const schema::IntOrString& value, bool hundred, const Path& path, FieldErrors& errors) {
    if (!value.isString()) return checkNotNegative(*value.number, path, errors);
    for (const auto& message : checkPercent(value.text))
        errors.push_back(field::invalidRaw(path, goValue(value), message));
    if (hundred && percentOf(value).value_or(0) > 100)
        errors.push_back(field::invalidRaw(path, goValue(value), "must not be greater than 100%"));
}

}  // namespace armillary::resources
