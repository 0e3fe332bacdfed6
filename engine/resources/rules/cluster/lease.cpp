#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/coordinationv1.h"

namespace armillary::resources::rules {

namespace {

class LeaseRules final : public RulesFor<coordinationv1::Lease> {
public:
    std::span<const Column> columns() const override {
        static constexpr Column kColumns[] = {
            cells::kName,
            {"Holder", "string", "", "holderIdentity contains the identity of the holder of a current lease.", 0},
            cells::kAge};
        return kColumns;
    }

protected:
    /// Without what coordinated leader election, off in v1.32, would read.
    void defaults(coordinationv1::Lease& lease) const override {
        lease.spec.strategy.reset();
        lease.spec.preferredHolder.reset();
    }
    void check(const coordinationv1::Lease& lease, FieldErrors& errors) const override {
        const Path path("spec");
        const auto& spec = lease.spec;
        if (spec.leaseDurationSeconds && *spec.leaseDurationSeconds <= 0)
            errors.push_back(field::invalidRaw(path.child("leaseDurationSeconds"),
                                               std::to_string(*spec.leaseDurationSeconds), "must be greater than 0"));
        if (spec.leaseTransitions && *spec.leaseTransitions < 0)
            errors.push_back(field::invalidRaw(path.child("leaseTransitions"), std::to_string(*spec.leaseTransitions),
                                               "must be greater than or equal to 0"));
    }
    Cells row(const coordinationv1::Lease& lease, const Context& context) const override {
        return {cells::text(lease.metadata.name), cells::text(lease.spec.holderIdentity.value_or("")),
                cells::age(lease.metadata, context)};
    }
};

}  // namespace

const Rules& lease() {
    static const LeaseRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
