#include <doctest/doctest.h>

#include "engine/resources/security/pod_security_policy.h"
#include "engine/schema/json_codec.h"

using namespace armillary;
using namespace armillary::resources::security;

namespace {

using Texts = std::vector<std::string>;

corev1::Pod podOf(const std::string& spec, const std::string& annotations = "") {
    auto pod = schema::fromJson<corev1::Pod>(R"({"metadata":{"name":"p","annotations":{)" + annotations +
                                             R"(}},"spec":{)" + spec + "}}");
    REQUIRE_MESSAGE(pod, spec);
    return *pod;
}

/// The findings as a refusal lists them.
Texts findings(const std::string& level, const std::string& version, const corev1::Pod& pod) {
    const auto policy = securityPolicyOf(
        {{"pod-security.kubernetes.io/enforce", level}, {"pod-security.kubernetes.io/enforce-version", version}});
    CHECK(policy.errors.empty());
    Texts texts;
    for (const SecurityFinding& finding : policy.enforce.findings(pod))
        texts.push_back(finding.reason + " (" + finding.detail + ")");
    return texts;
}

std::string container(const std::string& name, const std::string& context, const std::string& more = "") {
    return R"({"name":")" + name + R"(","securityContext":{)" + context + "}" + more + "}";
}

}  // namespace

TEST_CASE("the baseline's controls in upstream's order and words") {
    const auto pod = podOf(
        R"("hostNetwork":true,"hostIPC":true,"securityContext":{"seLinuxOptions":{"user":"u","type":"odd_t"},)"
        R"("sysctls":[{"name":"net.core.somaxconn"},{"name":"kernel.msgmax"}],"seccompProfile":{"type":"Unconfined"},)"
        R"("appArmorProfile":{"type":"Unconfined"},"windowsOptions":{"hostProcess":true}},)"
        R"("volumes":[{"name":"h","hostPath":{"path":"/"}},{"name":"g","hostPath":{"path":"/"}}],"containers":[)" +
            container("a",
                      R"("privileged":true,"procMount":"Unmasked","capabilities":{"add":["SYS_ADMIN","CHOWN","BPF"]})",
                      R"(,"ports":[{"hostPort":90},{"hostPort":8080}])") +
            "," +
            container("b", R"("seLinuxOptions":{"role":"r"},"seccompProfile":{"type":"Unconfined"})",
                      R"(,"ports":[{"hostPort":90}])") +
            "]",
        R"("container.apparmor.security.beta.kubernetes.io/a":"unconfined",)"
        R"("container.apparmor.security.beta.kubernetes.io/b":"localhost/x")");
    CHECK(findings("baseline", "latest", pod) ==
          Texts{"forbidden AppArmor profiles (pod and annotation must not set AppArmor profile type to \"Unconfined\", "
                "\"container.apparmor.security.beta.kubernetes.io/a=\"unconfined\"\")",
                "non-default capabilities (container \"a\" must not include \"BPF\", \"SYS_ADMIN\" in "
                "securityContext.capabilities.add)",
                "host namespaces (hostNetwork=true, hostIPC=true)", "hostPath volumes (volumes \"h\", \"g\")",
                "hostPort (containers \"a\", \"b\" use hostPorts 8080, 90)",
                "privileged (container \"a\" must not set securityContext.privileged=true)",
                "procMount (container \"a\" must not set securityContext.procMount to \"Unmasked\")",
                "seLinuxOptions (pod and container \"b\" set forbidden securityContext.seLinuxOptions: type \"odd_t\"; "
                "user may not be set; role may not be set)",
                "seccompProfile (pod and container \"b\" must not set securityContext.seccompProfile.type to "
                "\"Unconfined\")",
                "forbidden sysctls (net.core.somaxconn, kernel.msgmax)",
                "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)"});
}

TEST_CASE("the restricted standard has its own in the place of some of the baseline's") {
    const auto pod = podOf(
        R"("securityContext":{"runAsNonRoot":false,"runAsUser":0,"seccompProfile":{"type":"Unconfined"}},)"
        R"("volumes":[{"name":"h","hostPath":{"path":"/"}},{"name":"n","nfs":{"server":"s","path":"/"}}],"containers":[)" +
        container("a", R"("runAsUser":0,"capabilities":{"add":["CHOWN","NET_BIND_SERVICE"]})") + "]");
    CHECK(findings("restricted", "v1.32", pod) ==
          Texts{"allowPrivilegeEscalation != false (container \"a\" must set "
                "securityContext.allowPrivilegeEscalation=false)",
                "unrestricted capabilities (container \"a\" must set securityContext.capabilities.drop=[\"ALL\"]; "
                "container \"a\" must not include \"CHOWN\" in securityContext.capabilities.add)",
                "restricted volume types (volumes \"h\", \"n\" use restricted volume types \"hostPath\", \"nfs\")",
                "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)",
                "runAsUser=0 (pod and container \"a\" must not set runAsUser=0)",
                "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")"});
}

TEST_CASE("a standard is the one of its version") {
    const auto sysctls =
        podOf(R"("containers":[],"securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports"},)"
              R"({"name":"net.ipv4.tcp_fin_timeout"},{"name":"net.ipv4.tcp_rmem"}]})");
    CHECK(findings("baseline", "v1.26", sysctls) ==
          Texts{"forbidden sysctls (net.ipv4.ip_local_reserved_ports, net.ipv4.tcp_fin_timeout, net.ipv4.tcp_rmem)"});
    CHECK(findings("baseline", "v1.27", sysctls) ==
          Texts{"forbidden sysctls (net.ipv4.tcp_fin_timeout, net.ipv4.tcp_rmem)"});
    CHECK(findings("baseline", "v1.31", sysctls) == Texts{"forbidden sysctls (net.ipv4.tcp_rmem)"});
    CHECK(findings("baseline", "v1.32", sysctls).empty());
    CHECK(findings("baseline", "v1.99", sysctls).empty());

    const auto engine = podOf(R"("containers":[],"securityContext":{"seLinuxOptions":{"type":"container_engine_t"}})");
    CHECK(findings("baseline", "v1.30", engine).size() == 1);
    CHECK(findings("baseline", "v1.31", engine).empty());

    const auto annotated = podOf(R"("containers":[{"name":"a"}])",
                                 R"("seccomp.security.alpha.kubernetes.io/pod":"unconfined",)"
                                 R"("container.seccomp.security.alpha.kubernetes.io/a":"docker/default")");
    CHECK(findings("baseline", "v1.18", annotated) ==
          Texts{"seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod=\"unconfined\")"});
    CHECK(findings("baseline", "v1.19", annotated).empty());

    const auto plain = podOf(R"("containers":[)" + container("a", R"("runAsUser":0)") + "]");
    const auto reasons = [&](const std::string& version) {
        Texts texts = findings("restricted", version, plain);
        for (std::string& text : texts) text = text.substr(0, text.find(" ("));
        return texts;
    };
    CHECK(reasons("v1.7") == Texts{"runAsNonRoot != true"});
    CHECK(reasons("v1.18") == Texts{"allowPrivilegeEscalation != false", "runAsNonRoot != true"});
    CHECK(reasons("v1.21") == Texts{"allowPrivilegeEscalation != false", "runAsNonRoot != true", "seccompProfile"});
    CHECK(reasons("v1.23") == Texts{"allowPrivilegeEscalation != false", "unrestricted capabilities",
                                    "runAsNonRoot != true", "runAsUser=0", "seccompProfile"});

    const auto windows =
        podOf(R"("os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a"}])");
    CHECK(findings("restricted", "v1.24", windows).size() == 3);
    CHECK(findings("restricted", "v1.25", windows).empty());
}
