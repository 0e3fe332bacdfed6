#include <algorithm>
#include <format>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/resources/custom/custom_rules.h"
#include "engine/resources/expressions/schema_rules.h"

/// What becomes of a definition's objects when it changes.
namespace armillary::plan::rules {

namespace {

using resources::custom::Definition;

constexpr std::size_t kMostObjectsTried = 1000;

/// What the version that the object is written in says of it; nothing where there is no such version.
std::optional<FieldErrors> errorsOf(const Definition& definition, const Object& object) {
    const std::string& apiVersion = object.apiVersion();
    const auto* version = definition.version(std::string_view(apiVersion).substr(apiVersion.find('/') + 1));
    if (!version) return std::nullopt;
    schema::CustomObject value =
        *static_cast<const schema::CustomObject*>(object.decoded(schema::typeInfo<schema::CustomObject>()));
    version->rules->setDefaults(&value);
    if (!version->rules->refine(value, nullptr)) return std::nullopt;
    return version->rules->validate(&value);
}

struct Unfit {
    std::string name, why;
};

std::vector<Unfit> unfitBy(const Definition& now, const Definition& old, const std::vector<ObjectRef>& objects) {
    std::vector<Unfit> unfit;
    for (const ObjectRef& object : objects) try {
            const auto errors = errorsOf(now, *object);
            if (!errors || errors->empty()) continue;
            // Who did not fit before is not worse off.
            const auto before = errorsOf(old, *object);
            if (before && !before->empty()) continue;
            unfit.push_back({object->name(), errors->front().text()});
        } catch (const std::logic_error&) {
            // What does not read as an object has no schema to meet.
        }
    return unfit;
}

}  // namespace

void definitions(const Change& change, Obstacles& out) {
    const auto* now = typed<apiextensionsv1::CustomResourceDefinition>(change.after);
    const auto* old = typed<apiextensionsv1::CustomResourceDefinition>(change.before);
    if (!now || !old || change.changedAt("spec.versions").empty()) return;
    std::vector<ObjectRef> objects = change.was.list({now->spec.group, now->spec.names.kind}, "");
    if (objects.empty()) return;
    if (objects.size() > kMostObjectsTried) objects.resize(kMostObjectsTried);
    try {
        const Definition after(change.after, resources::expressions::compileRules);
        const Definition before(change.before, resources::expressions::compileRules);
        const auto unfit = unfitBy(after, before, objects);
        if (unfit.empty()) return;
        out.push_back({obstacle::kDefinition,
                       std::format("{} of {} that {} there {} not meet it any more, and can be changed only when they "
                                   "do: {}: {}.",
                                   unfit.size(), counted(static_cast<std::int64_t>(objects.size()), "object"),
                                   objects.size() == 1 ? "is" : "are", unfit.size() == 1 ? "does" : "do",
                                   unfit.front().name, shortened(unfit.front().why)),
                       "spec.versions"});
    } catch (const std::logic_error&) {
        // A definition whose schema cannot be read is refused for that.
    }
}

}  // namespace armillary::plan::rules
