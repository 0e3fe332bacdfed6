#include "engine/resources/security/pod_security_policy.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace armillary::resources::security {
namespace {

using Labels = schema::StringMap<std::string>;

constexpr std::string_view kPrefix = "pod-security.kubernetes.io/";

std::optional<SecurityLevel> levelOf(std::string_view text) {
    if (text == "privileged") return SecurityLevel::Privileged;
    if (text == "baseline") return SecurityLevel::Baseline;
    if (text == "restricted") return SecurityLevel::Restricted;
    return std::nullopt;
}

/// "latest" or "v1.N".
bool isVersion(std::string_view text) {
    if (text == "latest") return true;
    if (!text.starts_with("v1.")) return false;
    text.remove_prefix(3);
    const bool digits =
        !text.empty() && text.size() < 10 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return digits && (text.size() == 1 || text.front() != '0');
}

/// Reads the two labels of one mode.
class Mode {
public:
    Mode(const Labels& labels, std::string_view mode, SecurityLevel unreadable, FieldErrors& errors) {
        if (const std::string* level = find(labels, std::string(kPrefix) + std::string(mode))) {
            const auto read = levelOf(*level);
            isSet = true;
            isValid = read.has_value();
            standard.level = read.value_or(unreadable);
            if (!read)
                errors.push_back(field::invalid(path(mode), *level, "must be one of privileged, baseline, restricted"));
        }
        const std::string key = std::string(mode) + "-version";
        if (const std::string* version = find(labels, std::string(kPrefix) + key)) {
            hasVersion = true;
            if (isVersion(*version))
                standard.version = *version;
            else
                errors.push_back(field::invalid(path(key), *version, "must be \"latest\" or \"v1.x\""));
        }
    }

    SecurityStandard standard;
    bool isSet = false, isValid = false, hasVersion = false;

private:
    static const std::string* find(const Labels& labels, const std::string& key) {
        const auto found = labels.find(key);
        return found == labels.end() ? nullptr : &found->second;
    }
    static std::string path(std::string_view label) {
        return "metadata.labels[" + std::string(kPrefix) + std::string(label) + "]";
    }
};

}  // namespace

std::string SecurityStandard::text() const {
    const std::string_view name = level == SecurityLevel::Privileged ? "privileged"
                                  : level == SecurityLevel::Baseline ? "baseline"
                                                                     : "restricted";
    return std::string(name) + ":" + version;
}

std::vector<SecurityFinding> SecurityStandard::findings(const corev1::Pod& pod) const {
    unsigned minor = kNewestStandard;
    constexpr std::string_view kMajor = "v1.";
    if (version.starts_with(kMajor))
        std::from_chars(version.data() + kMajor.size(), version.data() + version.size(), minor);
    return securityFindings(level, minor, pod);
}

SecurityPolicy securityPolicyOf(const Labels& labels) {
    SecurityPolicy policy;
    const Mode enforce(labels, "enforce", SecurityLevel::Restricted, policy.errors);
    // There is no audit log: what is to be audited is only checked for being readable.
    const Mode audit(labels, "audit", SecurityLevel::Privileged, policy.errors);
    const Mode warn(labels, "warn", SecurityLevel::Privileged, policy.errors);
    policy.enforce = enforce.standard;
    policy.warn = warn.standard;
    // What will be refused is warned of, in templates say, unless something else is asked for.
    if (!warn.isSet && enforce.isValid && enforce.standard.level > SecurityLevel::Privileged) {
        policy.warn.level = enforce.standard.level;
        if (!warn.hasVersion) policy.warn.version = enforce.standard.version;
    }
    return policy;
}

}  // namespace armillary::resources::security
