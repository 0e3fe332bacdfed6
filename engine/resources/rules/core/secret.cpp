#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/json_codec.h"

namespace armillary::resources::rules {

namespace {

constexpr std::size_t kMaxBytes = 1 << 20;

void needKey(const corev1::Secret& secret, std::string_view key, FieldErrors& errors) {
    if (!secret.data.contains(key)) errors.push_back(field::required(Path("data").key(key), ""));
}

/// The value of `key` must be JSON. It is a secret: the error does not show it.
void needJson(const corev1::Secret& secret, std::string_view key, FieldErrors& errors) {
    const auto found = secret.data.find(key);
    if (found == secret.data.end()) return errors.push_back(field::required(Path("data").key(key), ""));
    if (auto read = schema::readHead(found->second.data); !read)
        errors.push_back(
            field::invalid(Path("data").key(key), "<secret contents redacted>", "invalid character in JSON"));
}

void checkType(const corev1::Secret& secret, FieldErrors& errors) {
    if (secret.type == corev1::kSecretTypeServiceAccountToken) {
        const auto name = secret.metadata.annotations.find(corev1::kServiceAccountNameKey);
        if (name == secret.metadata.annotations.end() || name->second.empty())
            errors.push_back(field::required(Path("metadata.annotations").key(corev1::kServiceAccountNameKey), ""));
    } else if (secret.type == corev1::kSecretTypeDockercfg) {
        needJson(secret, corev1::kDockerConfigKey, errors);
    } else if (secret.type == corev1::kSecretTypeDockerConfigJson) {
        needJson(secret, corev1::kDockerConfigJsonKey, errors);
    } else if (secret.type == corev1::kSecretTypeBasicAuth) {
        // Either of the two is enough.
        if (secret.data.contains(corev1::kBasicAuthUsernameKey) || secret.data.contains(corev1::kBasicAuthPasswordKey))
            return;
        needKey(secret, corev1::kBasicAuthUsernameKey, errors);
        needKey(secret, corev1::kBasicAuthPasswordKey, errors);
    } else if (secret.type == corev1::kSecretTypeSSHAuth) {
        const auto key = secret.data.find(corev1::kSSHAuthPrivateKey);
        if (key == secret.data.end() || key->second.data.empty())
            errors.push_back(field::required(Path("data").key(corev1::kSSHAuthPrivateKey), ""));
    } else if (secret.type == corev1::kSecretTypeTLS) {
        needKey(secret, corev1::kTLSCertKey, errors);
        needKey(secret, corev1::kTLSPrivateKeyKey, errors);
    }
}

class SecretRules final : public RulesFor<corev1::Secret> {
public:
    std::span<const std::string_view> selectableFields() const override {
        static constexpr std::string_view kFields[] = {"type"};
        return kFields;
    }
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Type", "string", "", "Used to facilitate programmatic handling of secret data.", 0},
            {"Data", "string", "", "Number of keys.", 0},
            cells::kAge,
        };
        return kColumns;
    }

protected:
    void defaults(corev1::Secret& secret) const override {
        if (secret.type.empty()) secret.type = corev1::kSecretTypeOpaque;
        // A convenience for writers: never stored, never read back.
        for (auto& [key, value] : secret.stringData) secret.data[key] = schema::Bytes{value};
        secret.stringData.clear();
    }

    void check(const corev1::Secret& secret, FieldErrors& errors) const override {
        std::size_t bytes = 0;
        for (const auto& [key, value] : secret.data) {
            addInvalid(errors, Path("data").key(key), key, checkConfigMapKey(key));
            bytes += value.data.size();
        }
        if (bytes > kMaxBytes) errors.push_back(field::tooLong("data", "", kMaxBytes));
        checkType(secret, errors);
    }

    void checkUpdate(const corev1::Secret& secret, const corev1::Secret& old, FieldErrors& errors) const override {
        checkImmutable(secret.type, old.type, goQuoted(secret.type), Path("type"), errors);
        const std::string fixed = "field is immutable when `immutable` is set";
        if (old.immutable.value_or(false)) {
            if (!secret.immutable.value_or(false)) errors.push_back(field::forbidden("immutable", fixed));
            if (secret.data != old.data) errors.push_back(field::forbidden("data", fixed));
        }
        check(secret, errors);
    }

    std::string selectable(const corev1::Secret& secret, std::string_view) const override { return secret.type; }

    Cells row(const corev1::Secret& secret, const Context& context) const override {
        return {cells::text(secret.metadata.name), cells::text(secret.type),
                cells::number(static_cast<std::int64_t>(secret.data.size())), cells::age(secret.metadata, context)};
    }
};

}  // namespace

const Rules& secret() {
    static const SecretRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
