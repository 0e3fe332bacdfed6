#include "engine/pki/ca.h"
#include "engine/schema/api/authenticationv1.h"
#include "engine/schema/api/certificatesv1.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/networkingv1.h"
#include "engine/schema/api/rbacv1.h"
#include "tests/unit/admission/world.h"

using namespace armillary;
using namespace armillary::test;

TEST_CASE("nothing is made in a namespace that is absent or going") {
    World world;
    auto map = parse<corev1::ConfigMap>(R"({"metadata":{"name":"a","namespace":"nowhere"}})");
    auto absent = world.create(world.jane, map);
    CHECK(message(absent) == "namespaces \"nowhere\" not found");
    CHECK(absent.error().code == 404);

    world.cache.putJson(
        "/namespaces",
        R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"going"},"status":{"phase":"Terminating"}})");
    map.metadata.namespace_ = "going";
    auto going = world.create(world.jane, map);
    CHECK(message(going) ==
          "configmaps \"a\" is forbidden: unable to create new content in namespace going because it is being "
          "terminated");
    REQUIRE(going.error().details);
    REQUIRE(going.error().details->causes.size() == 1);
    CHECK(going.error().details->causes[0].reason == "NamespaceTerminating");
    CHECK(going.error().details->causes[0].field == "metadata.namespace");
    CHECK(world.update(world.jane, map, map));
    CHECK(world.remove<corev1::ConfigMap>(world.jane, "going", "a"));
}

TEST_CASE("the namespaces that a cluster needs stay") {
    World world;
    for (std::string name : {"default", "kube-system", "kube-public"})
        CHECK(message(world.remove<corev1::Namespace>(world.master, "", name)) ==
              "namespaces \"" + name + "\" is forbidden: this namespace may not be deleted");
    CHECK(world.remove<corev1::Namespace>(world.master, "", "shop"));
}

TEST_CASE("a new node is tainted") {
    World world;
    auto node = parse<corev1::Node>(R"({"metadata":{"name":"one"}})");
    REQUIRE(world.create(world.node, node));
    REQUIRE(node.spec.taints.size() == 1);
    CHECK(node.spec.taints[0].key == "node.kubernetes.io/not-ready");
    CHECK(node.spec.taints[0].effect == "NoSchedule");
}

TEST_CASE("a node writes itself alone, and no labels or taints that steer pods") {
    World world;
    auto other = parse<corev1::Node>(R"({"metadata":{"name":"two"}})");
    CHECK(message(world.create(world.node, other)) ==
          "nodes \"two\" is forbidden: node \"one\" is not allowed to modify node \"two\"");
    auto labelled = parse<corev1::Node>(
        R"({"metadata":{"name":"one","labels":{"kubernetes.io/hostname":"one","mine":"x","node-role.kubernetes.io/control-plane":""}}})");
    CHECK(message(world.create(world.node, labelled)) ==
          "nodes \"one\" is forbidden: node \"one\" is not allowed to set the following labels: "
          "node-role.kubernetes.io/control-plane");
    auto old = parse<corev1::Node>(R"({"metadata":{"name":"one","labels":{"kubernetes.io/os":"linux"}}})");
    auto next = old;
    next.metadata.labels["node-restriction.kubernetes.io/x"] = "y";
    CHECK(message(world.update(world.node, next, old)) ==
          "nodes \"one\" is forbidden: node \"one\" is not allowed to modify labels: node-restriction.kubernetes.io/x");
    next = old;
    next.spec.taints.push_back({"k", "", "NoSchedule", std::nullopt});
    CHECK(message(world.update(world.node, next, old)) ==
          "nodes \"one\" is forbidden: node \"one\" is not allowed to modify taints");
    CHECK(world.update(world.jane, next, old));
    CHECK(world.update(world.node, old, old, "status"));
    // An owner that is gone takes the node with it. The status carries the metadata, too.
    for (const std::string subresource : {"", "status"}) {
        next = old;
        next.metadata.ownerReferences.emplace_back().name = "gone";
        CHECK(message(world.update(world.node, next, old, subresource)) ==
              "nodes \"one\" is forbidden: node \"one\" is not allowed to modify ownerReferences");
        CHECK(message(world.update(world.node, old, next, subresource)) ==
              "nodes \"one\" is forbidden: node \"one\" is not allowed to modify ownerReferences");
        CHECK(world.update(world.node, next, next, subresource));
        CHECK(world.update(world.jane, next, old, subresource));
        next = old;
        next.metadata.labels["node-restriction.kubernetes.io/x"] = "y";
        CHECK_FALSE(world.update(world.node, next, old, subresource));
    }
}

TEST_CASE("a node touches only its own pods, leases and tokens") {
    World world;
    auto plain = pod();
    CHECK(message(world.create(world.node, plain)).find("node \"one\" can only create mirror pods") !=
          std::string::npos);
    auto mirror = pod(R"("nodeName":"one","containers":[{"name":"c","image":"i"}])",
                      R"("name":"s","annotations":{"kubernetes.io/config.mirror":"x"})");
    CHECK(message(world.create(world.node, mirror)) == "");
    mirror.spec.imagePullSecrets.push_back({"x"});
    CHECK(message(world.create(world.node, mirror)) ==
          "pods \"s\" is forbidden: node \"one\" can not create pods that reference secrets");

    auto mine = pod(R"("nodeName":"one","containers":[])", R"("name":"mine","uid":"p-1")");
    auto theirs = pod(R"("nodeName":"two","containers":[])", R"("name":"theirs","uid":"p-2")");
    world.cache.put("/pods", mine);
    world.cache.put("/pods", theirs);
    CHECK(world.update(world.node, mine, mine, "status"));
    CHECK(message(world.update(world.node, theirs, theirs, "status")) ==
          "pods \"theirs\" is forbidden: node \"one\" can only update pod status for pods with spec.nodeName set to "
          "itself");
    CHECK(world.remove<corev1::Pod>(world.node, "shop", "mine"));
    CHECK_FALSE(world.remove<corev1::Pod>(world.node, "shop", "theirs"));

    world.cache.putJson("/namespaces",
                        R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kube-node-lease"}})");
    auto lease = parse<coordinationv1::Lease>(R"({"metadata":{"name":"one","namespace":"kube-node-lease"}})");
    CHECK(world.create(world.node, lease));
    lease.metadata.name = "two";
    CHECK_FALSE(world.create(world.node, lease));

    authenticationv1::TokenRequest request;
    auto ask = [&] {
        return world.run({.operation = Operation::Create,
                          .user = world.node,
                          .resource = resources::resourceOf<corev1::ServiceAccount>(),
                          .subresource = "token",
                          .namespace_ = "shop",
                          .name = "default",
                          .object = &request});
    };
    CHECK(message(ask()) == "serviceaccounts \"default\" is forbidden: node requested token not bound to a pod");
    request.spec.boundObjectRef.ensure() = {"Pod", "v1", "theirs", "p-2"};
    CHECK(
        message(ask()) ==
        "serviceaccounts \"default\" is forbidden: node requested token bound to a pod scheduled on a different node");
    request.spec.boundObjectRef.ensure() = {"Pod", "v1", "mine", "p-1"};
    CHECK(ask());
}

TEST_CASE("nobody gives away rights that he does not hold") {
    World world;
    auto role = parse<rbacv1::Role>(
        R"({"metadata":{"name":"r","namespace":"shop"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]})");
    CHECK(message(world.create(world.jane, role)) ==
          "roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"jane\" (groups=[\"system:authenticated\"]) is "
          "attempting to grant RBAC "
          "permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}");
    CHECK(world.create(world.master, role));
    CHECK(world.update(world.jane, role, role));

    auto binding = parse<rbacv1::RoleBinding>(
        R"({"metadata":{"name":"b","namespace":"shop"},"subjects":[{"kind":"User","name":"x"}],"roleRef":{"kind":"ClusterRole","name":"view"}})");
    CHECK(
        message(world.create(world.jane, binding)).find("is attempting to grant RBAC permissions not currently held") !=
        std::string::npos);
    world.cache.putJson(
        "rbac.authorization.k8s.io/rolebindings",
        R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"j","namespace":"shop"},)"
        R"("subjects":[{"kind":"User","name":"jane"}],"roleRef":{"kind":"ClusterRole","name":"admin"}})");
    CHECK(message(world.create(world.jane, binding)) == "");
    CHECK(message(world.create(world.jane, role)) == "");
    binding.roleRef.name = "cluster-admin";
    CHECK_FALSE(world.create(world.jane, binding));
    binding.roleRef.name = "ghost";
    CHECK(message(world.create(world.jane, binding)) == "clusterroles.rbac.authorization.k8s.io \"ghost\" not found");
}

TEST_CASE("certificates are approved and signed by those who may") {
    World world;
    auto old = parse<certificatesv1::CertificateSigningRequest>(
        R"({"metadata":{"name":"c"},"spec":{"signerName":"kubernetes.io/kubelet-serving"}})");
    auto next = old;
    next.status.conditions.emplace_back().type = "Approved";
    CHECK(message(world.update(world.jane, next, old, "approval")) ==
          "certificatesigningrequests.certificates.k8s.io \"c\" is forbidden: user not permitted to approve requests "
          "with signerName "
          "\"kubernetes.io/kubelet-serving\"");
    User controller{.name = "system:serviceaccount:kube-system:certificate-controller",
                    .groups = {"system:serviceaccounts", "system:authenticated"}};
    CHECK(world.update(controller, next, old, "approval"));
    next.status.certificate.data = "x";
    CHECK_FALSE(world.update(world.jane, next, old, "status"));
    CHECK(world.update(controller, next, old, "status"));
}

TEST_CASE("nobody asks to become system:masters") {
    World world;
    auto key = pki::newKey();
    certificatesv1::CertificateSigningRequest request;
    request.metadata.name = "c";
    request.spec.signerName = "kubernetes.io/kube-apiserver-client";
    request.spec.request.data =
        *pki::makeSigningRequest(*key, {.commonName = "me", .organizations = {"system:masters"}});
    CHECK(message(world.create(world.jane, request)) ==
          "certificatesigningrequests.certificates.k8s.io \"c\" is forbidden: use of "
          "kubernetes.io/kube-apiserver-client signer with "
          "system:masters group is not allowed");
    request.spec.request.data = *pki::makeSigningRequest(*key, {.commonName = "me", .organizations = {"dev"}});
    CHECK(world.create(world.jane, request));
}

TEST_CASE("default classes are filled in") {
    World world;
    world.cache.putJson(
        "storage.k8s.io/storageclasses",
        R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"disk","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"x"})");
    auto claim = parse<corev1::PersistentVolumeClaim>(R"({"metadata":{"name":"d","namespace":"shop"},"spec":{}})");
    REQUIRE(world.create(world.jane, claim));
    CHECK(claim.spec.storageClassName == "disk");
    claim.spec.storageClassName = "";
    REQUIRE(world.create(world.jane, claim));
    CHECK(claim.spec.storageClassName == "");
}

TEST_CASE("storage objects are held until nobody uses them, and claims grow only where they may") {
    World world;
    for (const auto& [name, grows] : {std::pair("rigid", "false"), std::pair("elastic", "true")})
        world.cache.putJson(
            "storage.k8s.io/storageclasses",
            std::string(R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":")") + name +
                R"("},"provisioner":"x","allowVolumeExpansion":)" + grows + "}");
    auto claim = parse<corev1::PersistentVolumeClaim>(
        R"({"metadata":{"name":"d","namespace":"shop"},"spec":{"storageClassName":"rigid","resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Bound"}})");
    REQUIRE(world.create(world.jane, claim));
    CHECK(claim.metadata.finalizers == std::vector<std::string>{"kubernetes.io/pvc-protection"});
    auto volume = parse<corev1::PersistentVolume>(R"({"metadata":{"name":"v"},"spec":{}})");
    REQUIRE(world.create(world.master, volume));
    CHECK(volume.metadata.finalizers == std::vector<std::string>{"kubernetes.io/pv-protection"});

    auto larger = claim;
    larger.spec.resources.requests["storage"] = schema::Quantity::parse("2Gi").value();
    const auto refused = world.update(world.jane, larger, claim);
    REQUIRE(!refused);
    CHECK(refused.error().message.contains("only dynamically provisioned pvc can be resized"));
    CHECK(world.update(world.jane, claim, larger));
    claim.spec.storageClassName = larger.spec.storageClassName = "elastic";
    CHECK(world.update(world.jane, larger, claim));
    claim.status.phase = "Pending";
    CHECK(world.update(world.jane, larger, claim)
              .error()
              .message.contains("Only bound persistent volume claims can be expanded"));
}
