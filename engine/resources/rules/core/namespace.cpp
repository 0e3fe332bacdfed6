#include <algorithm>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"

namespace armillary::resources::rules {

namespace {

class NamespaceRules final : public RulesFor<corev1::Namespace> {
public:
    std::span<const std::string_view> selectableFields() const override {
        static constexpr std::string_view kFields[] = {"status.phase"};
        return kFields;
    }
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName, {"Status", "string", "", "The status of the namespace", 0}, cells::kAge};
        return kColumns;
    }

protected:
    void defaults(corev1::Namespace& object) const override {
        // A generated name is not known yet when this runs first.
        if (!object.metadata.name.empty())
            object.metadata.labels[std::string(corev1::kLabelMetadataName)] = object.metadata.name;
        if (object.status.phase.empty()) object.status.phase = corev1::kNamespaceActive;
    }

    void beforeCreate(corev1::Namespace& object) const override {
        defaults(object);
        object.status = {};
        object.status.phase = corev1::kNamespaceActive;
        auto& finalizers = object.spec.finalizers;
        if (!std::ranges::contains(finalizers, corev1::kFinalizerKubernetes))
            finalizers.emplace_back(corev1::kFinalizerKubernetes);
    }

    /// Only the finalize subresource takes spec.finalizers away.
    void beforeUpdate(corev1::Namespace& object, const corev1::Namespace& old) const override {
        object.spec.finalizers = old.spec.finalizers;
        object.status = old.status;
    }

    void check(const corev1::Namespace& object, FieldErrors& errors) const override {
        for (const auto& name : object.spec.finalizers) {
            const Path path("spec.finalizers");
            addInvalid(errors, path, name, checkQualifiedName(name));
            if (!name.contains('/') && name != corev1::kFinalizerKubernetes && name != "orphan" &&
                name != "foregroundDeletion")
                errors.push_back(
                    field::invalid(path, name, "name is neither a standard finalizer name nor is it fully qualified"));
        }
    }

    void checkStatusUpdate(const corev1::Namespace& object, const corev1::Namespace&,
                           FieldErrors& errors) const override {
        const Path phase("status.Phase");
        const bool terminating = object.status.phase == corev1::kNamespaceTerminating;
        if (!object.metadata.deletionTimestamp && terminating)
            errors.push_back(
                field::invalid(phase, object.status.phase, "may only be 'Active' if `deletionTimestamp` is empty"));
        if (object.metadata.deletionTimestamp && !terminating)
            errors.push_back(field::invalid(phase, object.status.phase,
                                            "may only be 'Terminating' if `deletionTimestamp` is not empty"));
    }

    std::string selectable(const corev1::Namespace& object, std::string_view) const override {
        return object.status.phase;
    }

    Cells row(const corev1::Namespace& object, const Context& context) const override {
        return {cells::text(object.metadata.name), cells::text(object.status.phase),
                cells::age(object.metadata, context)};
    }
};

}  // namespace

const Rules& namespace_() {
    static const NamespaceRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
