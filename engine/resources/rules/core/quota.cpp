#include <algorithm>
#include <set>

#include "engine/resources/checks/quantities.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"

namespace armillary::resources::rules {

namespace {

using Amounts = schema::StringMap<schema::Quantity>;

/// "cpu: 1/2, memory: 0/1Gi" of those whose name is, or is not, a limit.
std::string usage(const corev1::ResourceQuota& quota, bool limits) {
    std::string out;
    for (const auto& [name, hard] : quota.status.hard) {
        if (name.starts_with("limits") != limits) continue;
        const auto used = quota.status.used.find(name);
        const std::string_view amount = used == quota.status.used.end() ? "0" : used->second.text();
        out.append(out.empty() ? "" : ", ").append(name).append(": ").append(amount).append("/").append(hard.text());
    }
    return out;
}

class ResourceQuotaRules final : public RulesFor<corev1::ResourceQuota> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Request", "string", "", "Request represents a minimum amount of cpu/memory that a container may consume.",
             0},
            {"Limit", "string", "",
             "Limits control the maximum amount of cpu/memory that a container may use independent of contention on "
             "the node.",
             0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void check(const corev1::ResourceQuota& quota, FieldErrors& errors) const override {
        const Path path("spec");
        for (const auto& [name, amount] : quota.spec.hard) {
            const Path at = path.child("hard").key(name);
            addInvalid(errors, at, name, checkQualifiedName(name));
            checkQuantity(name, amount, at, errors);
        }
        static const std::vector<std::string_view> kScopes{"BestEffort",    "CrossNamespacePodAffinity",
                                                           "NotBestEffort", "NotTerminating",
                                                           "PriorityClass", "Terminating"};
        for (const auto& scope : quota.spec.scopes)
            if (!std::ranges::contains(kScopes, scope))
                errors.push_back(field::invalid(path.child("scopes"), scope, "unsupported scope"));
    }
    void checkUpdate(const corev1::ResourceQuota& quota, const corev1::ResourceQuota& old,
                     FieldErrors& errors) const override {
        check(quota, errors);
        const std::set<std::string> now(quota.spec.scopes.begin(), quota.spec.scopes.end());
        const std::set<std::string> before(old.spec.scopes.begin(), old.spec.scopes.end());
        if (now != before)
            errors.push_back(field::invalidRaw("spec.scopes", "[" + cells::joined(quota.spec.scopes, " ") + "]",
                                               std::string(kImmutable)));
    }
    Cells row(const corev1::ResourceQuota& quota, const Context& context) const override {
        return {cells::text(quota.metadata.name), cells::text(usage(quota, false)), cells::text(usage(quota, true)),
                cells::age(quota.metadata, context)};
    }
};

/// `small` may not exceed `large` where both speak of a resource.
void checkOrder(const Amounts& small, const Amounts& large, std::string_view smallName, std::string_view largeName,
                const Path& path, FieldErrors& errors) {
    for (const auto& [name, amount] : small) {
        const auto other = large.find(name);
        if (other != large.end() && amount > other->second)
            errors.push_back(field::invalid(path.child(smallName).key(name), amount.text(),
                                            std::string(smallName) + " value " + std::string(amount.text()) +
                                                " is greater than " + std::string(largeName) + " value " +
                                                std::string(other->second.text())));
    }
}

class LimitRangeRules final : public RulesFor<corev1::LimitRange> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {cells::kName, {"Created At", "date", "", cells::kAgeDescription, 0}};
        return kColumns;
    }

protected:
    void defaults(corev1::LimitRange& range) const override {
        for (auto& item : range.spec.limits) {
            if (item.type != corev1::kLimitTypeContainer) continue;
            // The default limit is the largest one, the default request the default limit or else the smallest one.
            for (const auto& [name, amount] : item.max) item.default_.try_emplace(name, amount);
            for (const auto& [name, amount] : item.default_) item.defaultRequest.try_emplace(name, amount);
            for (const auto& [name, amount] : item.min) item.defaultRequest.try_emplace(name, amount);
        }
    }
    void check(const corev1::LimitRange& range, FieldErrors& errors) const override {
        std::set<std::string_view> types;
        for (std::size_t i = 0; i < range.spec.limits.size(); ++i) {
            const auto& item = range.spec.limits[i];
            const Path at = Path("spec.limits").index(i);
            addInvalid(errors, at.child("type"), item.type, checkQualifiedName(item.type));
            if (!types.insert(item.type).second) errors.push_back(field::duplicate(at.child("type"), item.type));
            if (item.type == corev1::kLimitTypePod && !item.default_.empty())
                errors.push_back(field::forbidden(at.child("default"), "may not be specified when `type` is 'Pod'"));
            if (item.type == corev1::kLimitTypePod && !item.defaultRequest.empty())
                errors.push_back(
                    field::forbidden(at.child("defaultRequest"), "may not be specified when `type` is 'Pod'"));
            for (const auto& [name, amount] : item.max) checkQuantity(name, amount, at.child("max").key(name), errors);
            for (const auto& [name, amount] : item.min) checkQuantity(name, amount, at.child("min").key(name), errors);
            checkOrder(item.min, item.max, "min", "max", at, errors);
            checkOrder(item.min, item.defaultRequest, "min", "default request", at, errors);
            checkOrder(item.defaultRequest, item.max, "defaultRequest", "max", at, errors);
            checkOrder(item.defaultRequest, item.default_, "defaultRequest", "default limit", at, errors);
            checkOrder(item.default_, item.max, "default", "max", at, errors);
        }
    }
    Cells row(const corev1::LimitRange& range, const Context&) const override {
        return {cells::text(range.metadata.name), cells::text(range.metadata.creationTimestamp.text())};
    }
};

}  // namespace

const Rules& resourceQuota() {
    static const ResourceQuotaRules rules;
    return rules;
}

const Rules& limitRange() {
    static const LimitRangeRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
