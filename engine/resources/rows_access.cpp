#include "engine/resources/row_builder.h"
#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/authenticationv1.h"
#include "engine/schema/api/authorizationv1.h"
#include "engine/schema/api/certificatesv1.h"
#include "engine/schema/api/rbacv1.h"

namespace armillary::resources {

void addAccessRows(std::vector<Resource>& rows) {
    RowBuilder authentication(rows, "authentication.k8s.io", "v1");
    authentication
        .add<authenticationv1::SelfSubjectReview>("selfsubjectreviews",
                                                  plainRules<authenticationv1::SelfSubjectReview>())
        .clusterScoped()
        .review();
    authentication.add<authenticationv1::TokenReview>("tokenreviews", plainRules<authenticationv1::TokenReview>())
        .clusterScoped()
        .review();

    RowBuilder authorization(rows, "authorization.k8s.io", "v1");
    using namespace authorizationv1;
    authorization.add<LocalSubjectAccessReview>("localsubjectaccessreviews", plainRules<LocalSubjectAccessReview>())
        .review();
    authorization.add<SelfSubjectAccessReview>("selfsubjectaccessreviews", plainRules<SelfSubjectAccessReview>())
        .clusterScoped()
        .review();
    authorization.add<SelfSubjectRulesReview>("selfsubjectrulesreviews", plainRules<SelfSubjectRulesReview>())
        .clusterScoped()
        .review();
    authorization.add<SubjectAccessReview>("subjectaccessreviews", plainRules<SubjectAccessReview>())
        .clusterScoped()
        .review();

    RowBuilder certificates(rows, "certificates.k8s.io", "v1");
    certificates
        .add<certificatesv1::CertificateSigningRequest>("certificatesigningrequests",
                                                        rules::certificateSigningRequest())
        .clusterScoped()
        .shortNames({"csr"})
        .name(NameRule::PathSegment)
        .sub("approval")
        .status();

    RowBuilder rbac(rows, "rbac.authorization.k8s.io", "v1");
    rbac.add<rbacv1::ClusterRoleBinding>("clusterrolebindings", rules::clusterRoleBinding())
        .clusterScoped()
        .name(NameRule::PathSegment);
    rbac.add<rbacv1::ClusterRole>("clusterroles", rules::clusterRole()).clusterScoped().name(NameRule::PathSegment);
    rbac.add<rbacv1::RoleBinding>("rolebindings", rules::roleBinding()).name(NameRule::PathSegment);
    rbac.add<rbacv1::Role>("roles", rules::role()).name(NameRule::PathSegment);
}

}  // namespace armillary::resources
