#include "engine/server/custom/conversion.h"

#include "engine/schema/json_codec.h"
#include "engine/server/json_text.h"

namespace armillary::server::custom {
namespace {

class NoConversion final : public Converter {
public:
    Result<std::vector<std::string>> convert(std::vector<std::string> objects,
                                             const std::string& apiVersion) const override {
        for (std::string& json : objects) {
            const std::string_view value = memberOf(json, "apiVersion");
            std::string wanted;
            schema::appendJsonString(wanted, apiVersion);
            if (!value.empty())
                json.replace(static_cast<std::size_t>(value.data() - json.data()), value.size(), wanted);
        }
        return objects;
    }
    bool asksOthers() const override { return false; }
};

/// What a strategy gets that this server has no converter for.
class RefusedConversion final : public Converter {
public:
    explicit RefusedConversion(const apiextensionsv1::CustomResourceDefinition& definition)
        : m_kind(definition.spec.names.kind) {}

    Result<std::vector<std::string>> convert(std::vector<std::string>, const std::string& apiVersion) const override {
        return std::unexpected(status::internalError("conversion webhook for " + apiVersion + ", Kind=" + m_kind +
                                                     " failed: this server calls no conversion webhooks"));
    }
    bool asksOthers() const override { return false; }

private:
    const std::string m_kind;
};

}  // namespace

std::unique_ptr<const Converter> makeConverter(const apiextensionsv1::CustomResourceDefinition& definition) {
    const auto& conversion = definition.spec.conversion;
    if (conversion && conversion->strategy == apiextensionsv1::kWebhookConverter)
        return std::make_unique<const RefusedConversion>(definition);
    return std::make_unique<const NoConversion>();
}

}  // namespace armillary::server::custom
