#include "engine/gitops/preview/outcome.h"

#include "engine/plan/change.h"
#include "engine/schema/apply/updater.h"

namespace armillary::gitops {

namespace {

/// An object of the kind with nothing set.
std::string emptyOf(const schema::TypeInfo& type) {
    void* const object = type.create();
    std::string text;
    schema::encodeJson(type, object, text);
    type.destroy(object);
    return text;
}

/// Applies one configuration after the other to the same object, as one applier does over the time.
class Applying {
public:
    explicit Applying(const ObjectRef& live)
        : m_json(live->json()),
          m_row(plan::rowOf(*live)),
          m_schema(m_row != nullptr ? apply::schemaOf(*m_row->type) : apply::deducedAny()),
          m_empty(m_row != nullptr ? emptyOf(*m_row->type) : "{}") {}

    bool apply(const Object& config) {
        const auto convert = [&](std::string_view json, std::string_view from,
                                 std::string_view to) -> std::optional<apply::Versioned> {
            if (from != to) return std::nullopt;
            return apply::Versioned{std::string(json), &m_schema};
        };
        auto merged = apply::applyConfiguration(
            m_managed,
            {.schema = m_schema,
             .live = m_json,
             .empty = m_empty,
             .config = config.json(),
             .owner = {.manager = "preview", .apiVersion = config.apiVersion(), .subresource = {}, .applied = true},
             .kind = config.kind(),
             .force = true,
             .creates = false,
             .ignored = {},
             .now = {},
             .convert = convert});
        if (!merged) return false;
        m_json = std::move(*merged);
        return true;
    }
    ObjectRef object() const {
        auto parsed = Object::parse(m_json);
        return parsed ? std::move(*parsed) : nullptr;
    }

private:
    std::string m_json;
    const resources::Resource* m_row;
    const apply::SchemaNode& m_schema;
    std::string m_empty;
    apply::ManagedFields m_managed;
};

}  // namespace

ObjectRef outcomeOf(const ObjectRef& live, const ObjectRef& before, const ObjectRef& after) {
    if (!live || !after || live->apiVersion() != after->apiVersion() || live->kind() != after->kind()) return after;
    Applying applying(live);
    if (before && before->apiVersion() == after->apiVersion() && !applying.apply(*before)) return after;
    const ObjectRef outcome = applying.apply(*after) ? applying.object() : nullptr;
    return outcome ? outcome : after;
}

}  // namespace armillary::gitops
