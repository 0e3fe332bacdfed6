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

bool isCompute(std::string_view name) {
    constexpr std::string_view kCompute[] = {"cpu",           "memory",       "limits.cpu",
                                             "limits.memory", "requests.cpu", "requests.memory"};
    return std::ranges::contains(kCompute, name);
}

/// A name without a domain that a quota can be given for.
bool isStandard(std::string_view name) {
    constexpr std::string_view kStorage[] = {"ephemeral-storage", "requests.storage", "requests.ephemeral-storage",
                                             "limits.ephemeral-storage"};
    return isCompute(name) || isObjectCount(name) || std::ranges::contains(kStorage, name) ||
           name.starts_with("hugepages-") || name.starts_with("requests.hugepages-");
}

bool isScope(std::string_view name) {
    constexpr std::string_view kScopes[] = {
        "BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass", "Terminating"};
    return std::ranges::contains(kScopes, name);
}

/// Scopes are about pods: what is counted in them must be, too.
bool fits(std::string_view scope, std::string_view resource) {
    if (!isScope(scope) || !isStandard(resource) || resource == "pods") return true;
    return scope != "BestEffort" && isCompute(resource);
}

/// As upstream's server prints a list of scopes.
std::string goScopes(const std::vector<std::string>& scopes) {
    if (scopes.empty()) return "[]core.ResourceQuotaScope(nil)";
    std::string out;
    for (const auto& scope : scopes) out += (out.empty() ? "" : ", ") + goQuoted(scope);
    return "[]core.ResourceQuotaScope{" + out + "}";
}

std::string goSelector(const corev1::ScopeSelector& selector) {
    std::string out;
    for (const auto& term : selector.matchExpressions)
        out += (out.empty() ? "" : ", ") + std::string("core.ScopedResourceSelectorRequirement{ScopeName:") +
               goQuoted(term.scopeName) + ", Operator:" + goQuoted(term.operator_) + ", Values:" + goList(term.values) +
               "}";
    return "core.ScopeSelector{MatchExpressions:[]core.ScopedResourceSelectorRequirement{" + out + "}}";
}

/// Scopes that no pod is in both of.
bool hasOpposites(const std::vector<std::string>& scopes) {
    constexpr std::pair<std::string_view, std::string_view> kOpposites[] = {{"BestEffort", "NotBestEffort"},
                                                                            {"Terminating", "NotTerminating"}};
    return std::ranges::any_of(kOpposites, [&](const auto& pair) {
        return std::ranges::contains(scopes, pair.first) && std::ranges::contains(scopes, pair.second);
    });
}

void checkScopes(const corev1::ResourceQuotaSpec& spec, const Path& path, FieldErrors& errors) {
    const std::string all = goScopes(spec.scopes);
    for (const auto& scope : spec.scopes) {
        if (!isScope(scope)) errors.push_back(field::invalidRaw(path, all, "unsupported scope"));
        for (const auto& [name, amount] : spec.hard)
            if (!fits(scope, name))
                errors.push_back(field::invalidRaw(path, all, "unsupported scope applied to resource"));
    }
    if (hasOpposites(spec.scopes)) errors.push_back(field::invalidRaw(path, all, "conflicting scopes"));
}

void checkTerm(const corev1::ScopedResourceSelectorRequirement& term, const Path& path, FieldErrors& errors) {
    if (!isScope(term.scopeName))
        errors.push_back(field::invalid(path.child("scopeName"), term.scopeName, "unsupported scope"));
    const bool isExists = term.operator_ == "Exists";
    if (isScope(term.scopeName) && term.scopeName != "PriorityClass" && !isExists)
        errors.push_back(
            field::invalid(path.child("operator"), term.operator_,
                           "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, "
                           "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
                           "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"));
    if (term.operator_ == "In" || term.operator_ == "NotIn") {
        if (term.values.empty())
            errors.push_back(
                field::required(path.child("values"),
                                "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
    } else if (isExists || term.operator_ == "DoesNotExist") {
        if (!term.values.empty())
            errors.push_back(
                field::invalidRaw(path.child("values"), goList(term.values),
                                  "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
    } else {
        errors.push_back(field::invalid(path.child("operator"), term.operator_, "not a valid selector operator"));
    }
}

void checkScopeSelector(const corev1::ResourceQuotaSpec& spec, const Path& path, FieldErrors& errors) {
    if (!spec.scopeSelector) return;
    const Path terms = path.child("scopeSelector").child("matchExpressions");
    std::vector<std::string> scopes;
    for (const auto& term : spec.scopeSelector->matchExpressions) {
        for (const auto& [name, amount] : spec.hard)
            if (!fits(term.scopeName, name))
                errors.push_back(
                    field::invalidRaw(terms, goSelector(*spec.scopeSelector), "unsupported scope applied to resource"));
        checkTerm(term, terms, errors);
        scopes.push_back(term.scopeName);
    }
    if (hasOpposites(scopes)) errors.push_back(field::invalidRaw(terms, goScopes(spec.scopes), "conflicting scopes"));
}

/// A resource that quotas can be given for.
void checkName(const std::string& name, const Path& path, FieldErrors& errors) {
    const auto wrong = checkQualifiedName(name);
    addInvalid(errors, path, name, wrong);
    if (name.contains('/') || isStandard(name)) return;
    if (wrong.empty() && name != "storage")
        errors.push_back(field::invalid(path, name, "must be a standard resource type or fully qualified"));
    errors.push_back(field::invalid(path, name, "must be a standard resource for quota"));
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
            checkName(name, at, errors);
            checkQuantity(name, amount, at, errors);
        }
        checkScopes(quota.spec, path.child("scopes"), errors);
        checkScopeSelector(quota.spec, path, errors);
    }
    void checkUpdate(const corev1::ResourceQuota& quota, const corev1::ResourceQuota& old,
                     FieldErrors& errors) const override {
        check(quota, errors);
        const std::set<std::string> now(quota.spec.scopes.begin(), quota.spec.scopes.end());
        const std::set<std::string> before(old.spec.scopes.begin(), old.spec.scopes.end());
        if (now != before)
            errors.push_back(field::invalidRaw("spec.scopes", goScopes(quota.spec.scopes), std::string(kImmutable)));
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

/// What a limit is for: a kind of the core, or one by a name with a domain.
void checkType(const std::string& type, const Path& path, FieldErrors& errors) {
    const auto wrong = checkQualifiedName(type);
    addInvalid(errors, path, type, wrong);
    if (wrong.empty() && !type.contains('/') && type != corev1::kLimitTypePod && type != corev1::kLimitTypeContainer &&
        type != corev1::kLimitTypePersistentVolumeClaim)
        errors.push_back(field::invalid(path, type, "must be a standard limit type or fully qualified"));
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
            checkType(item.type, at.child("type"), errors);
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
            if (item.type == corev1::kLimitTypePersistentVolumeClaim && !item.min.contains(corev1::kResourceStorage) &&
                !item.max.contains(corev1::kResourceStorage))
                errors.push_back(
                    field::required(at.child("limits"),
                                    "either minimum or maximum storage value is required, but neither was provided"));
            for (const auto& [name, ratio] : item.maxLimitRequestRatio)
                if (ratio < schema::Quantity::fromUnits(1))
                    errors.push_back(field::invalid(at.child("maxLimitRequestRatio").key(name), ratio.text(),
                                                    "ratio " + std::string(ratio.text()) + " is less than 1"));
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
