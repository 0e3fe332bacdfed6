#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"

namespace armillary::resources::rules {

namespace {

constexpr std::size_t kMaxBytes = 1 << 20;

class ConfigMapRules final : public RulesFor<corev1::ConfigMap> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {cells::kName, {"Data", "string", "", "Number of keys.", 0}, cells::kAge};
        return kColumns;
    }

protected:
    void check(const corev1::ConfigMap& map, FieldErrors& errors) const override {
        std::size_t bytes = 0;
        for (const auto& [key, value] : map.data) {
            addInvalid(errors, Path("data").key(key), key, checkConfigMapKey(key));
            if (map.binaryData.contains(key))
                errors.push_back(field::invalid(Path("data").key(key), key, "duplicate of key present in binaryData"));
            bytes += value.size();
        }
        for (const auto& [key, value] : map.binaryData) {
            addInvalid(errors, Path("binaryData").key(key), key, checkConfigMapKey(key));
            bytes += value.data.size();
        }
        if (bytes > kMaxBytes) errors.push_back(field::tooLong("", "", kMaxBytes));
    }

    void checkUpdate(const corev1::ConfigMap& map, const corev1::ConfigMap& old, FieldErrors& errors) const override {
        const std::string fixed = "field is immutable when `immutable` is set";
        if (old.immutable.value_or(false)) {
            if (!map.immutable.value_or(false)) errors.push_back(field::forbidden("immutable", fixed));
            if (map.data != old.data) errors.push_back(field::forbidden("data", fixed));
            if (map.binaryData != old.binaryData) errors.push_back(field::forbidden("binaryData", fixed));
        }
        check(map, errors);
    }

    Cells row(const corev1::ConfigMap& map, const Context& context) const override {
        return {cells::text(map.metadata.name),
                cells::number(static_cast<std::int64_t>(map.data.size() + map.binaryData.size())),
                cells::age(map.metadata, context)};
    }
};

}  // namespace

const Rules& configMap() {
    static const ConfigMapRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
