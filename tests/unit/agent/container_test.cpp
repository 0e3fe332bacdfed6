#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "engine/schema/json_codec.h"
#include "nodes/agent/container/cgroups.h"
#include "nodes/agent/container/config.h"
#include "nodes/agent/container/environment.h"
#include "nodes/agent/container/expand.h"
#include "nodes/agent/container/fields.h"
#include "nodes/agent/container/resources.h"
#include "nodes/agent/container/security.h"
#include "nodes/agent/image/puller.h"
#include "nodes/agent/node/feature_admission.h"
#include "nodes/agent/pod/status.h"
#include "nodes/agent/probe/http_check.h"

namespace armillary::agent {
namespace {

corev1::Pod podOf(const std::string& json) {
    auto pod = schema::fromJson<corev1::Pod>(json);
    REQUIRE_MESSAGE(pod, pod.error().text());
    return *pod;
}

TEST_CASE("references expand as upstream's do") {
    std::map<std::string, std::string> values{{"A", "1"}, {"B", "$(A)"}};
    for (auto [in, out] : std::vector<std::pair<std::string, std::string>>{{"$(A)", "1"},
                                                                           {"x$(A)y", "x1y"},
                                                                           {"$$(A)", "$(A)"},
                                                                           {"$(B)", "$(A)"},
                                                                           {"$(C)", "$(C)"},
                                                                           {"$A", "$A"},
                                                                           {"$(A", "$(A"},
                                                                           {"$", "$"},
                                                                           {"$$$(A)", "$1"},
                                                                           {"", ""}})
        CHECK_MESSAGE(expand(in, values) == out, in);
}

TEST_CASE("fields and resources") {
    auto pod = podOf(
        R"json({"metadata":{"name":"p","namespace":"n","uid":"u","labels":{"a":"1","b":"x\"y"},"annotations":{"k/l":"v"}},
        "spec":{"nodeName":"node","serviceAccountName":"sa","containers":[{"name":"c","resources":{"limits":{"cpu":"1500m","memory":"64Mi"},"requests":{"cpu":"250m"}}}]}})json");
    NodeFacts node{"node", "192.0.2.1", 4000, 1 << 30, 1 << 20, 2 << 30};
    auto value = [&](const std::string& path) { return fieldValue(pod, path, node, {"10.0.0.1"}).value_or("?"); };
    CHECK(value("metadata.name") == "p");
    CHECK(value("metadata.labels['a']") == "1");
    CHECK(value("metadata.annotations['k/l']") == "v");
    CHECK(value("metadata.labels") == "a=\"1\"\nb=\"x\\\"y\"");
    CHECK(value("spec.nodeName") == "node");
    CHECK(value("spec.serviceAccountName") == "sa");
    CHECK(value("status.podIP") == "10.0.0.1");
    CHECK(value("status.hostIP") == "192.0.2.1");
    CHECK(fieldValue(pod, "spec.secret", node, {}).error() == "unsupported fieldPath: spec.secret");
    auto resource = [&](const std::string& name, const std::string& divisor = "") {
        corev1::ResourceFieldSelector selector;
        selector.resource = name;
        if (!divisor.empty()) selector.divisor = *schema::Quantity::parse(divisor);
        return resourceValue(pod, pod.spec.containers[0], selector, node).value_or("?");
    };
    CHECK(resource("limits.cpu") == "2");
    CHECK(resource("limits.cpu", "1m") == "1500");
    CHECK(resource("requests.cpu", "1m") == "250");
    CHECK(resource("limits.memory") == "67108864");
    CHECK(resource("limits.memory", "1Mi") == "64");
    CHECK(resource("requests.memory") == "0");
    CHECK(resource("limits.ephemeral-storage") == "1048576");
    CHECK(resource("limits.hugepages-2Mi") == "0");
}

TEST_CASE("service variables") {
    auto service =
        Object::parse(
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"my-web"},"spec":{"clusterIP":"10.96.0.7",
        "ports":[{"name":"http","port":80,"protocol":"TCP"},{"name":"dns-x","port":53,"protocol":"UDP"}]}})")
            .value();
    auto headless =
        Object::parse(
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"none"},"spec":{"clusterIP":"None","ports":[{"port":80}]}})")
            .value();
    auto list = serviceEnvironment({service, headless});
    std::map<std::string, std::string> env(list.begin(), list.end());
    CHECK(env["MY_WEB_SERVICE_HOST"] == "10.96.0.7");
    CHECK(env["MY_WEB_SERVICE_PORT"] == "80");
    CHECK(env["MY_WEB_SERVICE_PORT_DNS_X"] == "53");
    CHECK(env["MY_WEB_PORT"] == "tcp://10.96.0.7:80");
    CHECK(env["MY_WEB_PORT_80_TCP_ADDR"] == "10.96.0.7");
    CHECK(env["MY_WEB_PORT_53_UDP_PROTO"] == "udp");
    CHECK_FALSE(env.contains("NONE_SERVICE_HOST"));
}

TEST_CASE("quality of service, shares, quota, OOM score") {
    auto make = [](const std::string& resources) {
        return podOf(R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","resources":)" + resources + "}]}}");
    };
    auto best = make("{}"), burst = make(R"({"requests":{"cpu":"100m","memory":"1Gi"},"limits":{"memory":"2Gi"}})");
    auto fixed = make(R"({"requests":{"cpu":"500m","memory":"1Gi"},"limits":{"cpu":"500m","memory":"1Gi"}})");
    CHECK(qosClassOf(best) == "BestEffort");
    CHECK(qosClassOf(burst) == "Burstable");
    CHECK(qosClassOf(fixed) == "Guaranteed");
    std::int64_t capacity = 4ll << 30;
    CHECK(linuxResources(best, best.spec.containers[0], capacity) == cri::LinuxResources{100000, 0, 2, 0, 1000});
    CHECK(linuxResources(burst, burst.spec.containers[0], capacity) ==
          cri::LinuxResources{100000, 0, 102, 2ll << 30, 750});
    CHECK(linuxResources(fixed, fixed.spec.containers[0], capacity) ==
          cri::LinuxResources{100000, 50000, 512, 1ll << 30, -997});
    auto pod =
        podOf(R"({"metadata":{"name":"p"},"spec":{"initContainers":[{"name":"i","resources":{"requests":{"cpu":"3"}}},
        {"name":"s","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}}],"containers":[{"name":"c","resources":{"requests":{"cpu":"500m","memory":"1Gi"}}}]}})");
    CHECK(requestsOf(pod).milliCpu == 3000);
    CHECK(requestsOf(pod).memory == 1ll << 30);
}

TEST_CASE("security contexts: the container's word before the pod's") {
    auto pod = podOf(
        R"({"metadata":{"name":"p","namespace":"n","uid":"u"},"spec":{"hostPID":true,"securityContext":{"runAsUser":1000,"runAsGroup":3000,"fsGroup":2000,
        "supplementalGroups":[5],"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
        "containers":[{"name":"a"},{"name":"b","securityContext":{"runAsUser":7,"privileged":true}},{"name":"c","securityContext":{"runAsUser":0,
        "allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]}}}]}})");
    auto a = containerSecurity(pod, pod.spec.containers[0], "/profiles");
    CHECK(a.runAsUser == 1000);
    CHECK(a.runAsGroup == 3000);
    CHECK(a.supplementalGroups == std::vector<std::int64_t>{5, 2000});
    CHECK(a.namespaces.pid == cri::NamespaceMode::Node);
    CHECK(a.seccomp->type == cri::SeccompProfile::Type::RuntimeDefault);
    CHECK_FALSE(a.maskedPaths.empty());
    auto b = containerSecurity(pod, pod.spec.containers[1], "/profiles");
    CHECK(b.runAsUser == 7);
    CHECK(b.privileged);
    CHECK(b.maskedPaths.empty());
    auto c = containerSecurity(pod, pod.spec.containers[2], "/profiles");
    CHECK(c.noNewPrivileges);
    CHECK(c.readOnlyRoot);
    CHECK(c.dropCapabilities == std::vector<std::string>{"ALL"});
    CHECK(sandboxSecurity(pod).privileged);
    cri::Image image;
    CHECK(verifyNonRoot(pod, pod.spec.containers[0], image));
    CHECK(verifyNonRoot(pod, pod.spec.containers[2], image).error() ==
          "container's runAsUser breaks non-root policy (pod: \"p_n(u)\", container: c)");
    pod.spec.securityContext->runAsUser.reset();
    CHECK(verifyNonRoot(pod, pod.spec.containers[0], image).error() ==
          "container has runAsNonRoot and image will run as root (pod: \"p_n(u)\", container: a)");
    image.username = "www";
    CHECK(verifyNonRoot(pod, pod.spec.containers[0], image).error() ==
          "container has runAsNonRoot and image has non-numeric user (www), cannot verify user is non-root (pod: "
          "\"p_n(u)\", container: a)");
    image.uid = 33;
    CHECK(verifyNonRoot(pod, pod.spec.containers[0], image));
}

TEST_CASE("name service, hosts and host name") {
    auto pod = podOf(
        R"({"metadata":{"name":"p","namespace":"n"},"spec":{"hostname":"h","subdomain":"s","hostAliases":[{"ip":"1.2.3.4","hostnames":["x","y"]}]}})");
    HostResolver host{{"9.9.9.9"}, {"example.org"}, {"timeout:1"}};
    auto dns = dnsOf(pod, {"10.96.0.10", "cluster.local"}, host);
    CHECK(dns == cri::DnsConfig{{"10.96.0.10"},
                                {"n.svc.cluster.local", "svc.cluster.local", "cluster.local", "example.org"},
                                {"ndots:5"}});
    pod.spec.dnsPolicy = "Default";
    CHECK(dnsOf(pod, {"10.96.0.10", "cluster.local"}, host).servers == std::vector<std::string>{"9.9.9.9"});
    pod.spec.dnsPolicy = "None";
    pod.spec.dnsConfig.ensure().nameservers = {"8.8.8.8"};
    corev1::PodDNSConfigOption option;
    option.name = "ndots";
    option.value = "2";
    pod.spec.dnsConfig->options.push_back(option);
    CHECK(dnsOf(pod, {"10.96.0.10", "cluster.local"}, host) == cri::DnsConfig{{"8.8.8.8"}, {}, {"ndots:2"}});
    CHECK(hostnameOf(pod) == "h");
    auto hosts = hostsFile(pod, {"10.0.0.1"}, "cluster.local", "");
    CHECK(hosts.find("10.0.0.1\th.s.n.svc.cluster.local\th\n") != std::string::npos);
    CHECK(hosts.ends_with("\n# Entries added by HostAliases.\n1.2.3.4\tx\ty\n"));
}

TEST_CASE("what resolvers do not take is left out and told") {
    auto pod = podOf(
        R"({"metadata":{"name":"p","namespace":"n"},"spec":{"dnsPolicy":"Default","dnsConfig":{"nameservers":["1.1.1.4"]}}})");
    HostResolver host{{"1.1.1.1", "1.1.1.2", "1.1.1.3"}, {}, {}};
    for (int i = 0; i < 20; ++i) host.searches.push_back(std::string(150, 'a') + std::to_string(i));
    const ClusterDns cluster{"10.96.0.10", "cluster.local"};
    const auto dns = dnsOf(pod, cluster, host);
    CHECK(dns.servers == host.servers);
    CHECK(dns.searches.size() == 13);  // 2,048 characters
    auto problems = dnsProblems(pod, cluster, host);
    REQUIRE(problems.size() == 2);
    CHECK(problems[0] ==
          "Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: "
          "1.1.1.1 1.1.1.2 1.1.1.3");
    CHECK(
        problems[1].starts_with("Search Line limits were exceeded, some search paths have been omitted, the applied "
                                "search line is: aaa"));
    host = {{"1.1.1.1"}, {std::string(256, 'a'), "b"}, {}};
    CHECK(dnsOf(pod, cluster, host).searches == std::vector<std::string>{"b"});
    CHECK(dnsProblems(pod, cluster, host).size() == 1);
    host.searches = {"b"};
    CHECK(dnsProblems(pod, cluster, host).empty());
}

TEST_CASE("a resolver on the host's loopback is none of a pod's") {
    std::string root = "/tmp/armillary-resolver.XXXXXX";
    REQUIRE(mkdtemp(root.data()));
    std::ofstream(root + "/stub") << "nameserver 127.0.0.53\noptions edns0\nsearch lan\n";
    CHECK(readHostResolver(root + "/stub", root + "/none").servers == std::vector<std::string>{"127.0.0.53"});
    std::ofstream(root + "/real") << "nameserver 192.0.2.53\nsearch lan\n";
    CHECK(readHostResolver(root + "/stub", root + "/real").servers == std::vector<std::string>{"192.0.2.53"});
    std::ofstream(root + "/own") << "nameserver 192.0.2.1\nnameserver 127.0.0.53\n";
    CHECK(readHostResolver(root + "/own", root + "/real").servers.front() == "192.0.2.1");
    std::filesystem::remove_all(root);
}

TEST_CASE("a pod without service links still finds the API server") {
    const auto service = [](const std::string& space, const std::string& name) {
        return Object::parse(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":")" + name +
                             R"(","namespace":")" + space +
                             R"("},"spec":{"clusterIP":"10.96.0.1","ports":[{"port":443}]}})")
            .value();
    };
    class Nothing final : public ObjectSource {
        Result<ObjectRef> configMap(const std::string&, const std::string& name) override {
            return std::unexpected(status::notFound("configmap", name));
        }
        Result<ObjectRef> secret(const std::string&, const std::string& name) override {
            return std::unexpected(status::notFound("secret", name));
        }
    } objects;
    auto pod = podOf(R"({"metadata":{"name":"p","namespace":"n"},"spec":{"containers":[{"name":"c"}]}})");
    const std::vector<ObjectRef> services{service("n", "web"), service("default", "kubernetes")};
    const auto names = [&] {
        auto list = environmentOf({pod, pod.spec.containers[0], services, objects, NodeFacts(), {}}).value();
        return std::map<std::string, std::string>(list.begin(), list.end());
    };
    CHECK(names().contains("WEB_SERVICE_HOST"));
    CHECK(names().contains("KUBERNETES_SERVICE_HOST"));
    pod.spec.enableServiceLinks = false;
    CHECK_FALSE(names().contains("WEB_SERVICE_HOST"));
    CHECK(names()["KUBERNETES_SERVICE_HOST"] == "10.96.0.1");
}

TEST_CASE("image names") {
    CHECK(normalizeImage("web") == "web:latest");
    CHECK(normalizeImage("web:1") == "web:1");
    CHECK(normalizeImage("host.example:5000/a/web") == "host.example:5000/a/web:latest");
    auto digest = "web@sha256:" + std::string(64, 'a');
    CHECK(normalizeImage(digest) == digest);
    for (const char* bad : {"", "web:", "Web", "web@sha256:1", "a//b", "-web", "web/", "web:ü", "we b"})
        CHECK_MESSAGE(!normalizeImage(bad), bad);
    CHECK(normalizeImage("Web").error() ==
          "Failed to apply default image tag \"Web\": couldn't parse image name \"Web\": repository name must be "
          "lowercase");
}

TEST_CASE("pull secrets: the longest match first") {
    corev1::Secret secret;
    secret.type = "kubernetes.io/dockerconfigjson";
    secret.data[".dockerconfigjson"].data =
        R"({"auths":{"https://r.example/v1/":{"auth":"dTpw"},"r.example/team":{"username":"a","password":"b"},"other.example":{"username":"x"}}})";
    auto found = matchingCredentials({secret}, "r.example/team/web:1");
    REQUIRE(found.size() == 2);
    CHECK(found[0].username == "a");
    CHECK(found[1].username == "u");
    CHECK(found[1].password == "p");
    // The runtime would take it for a URL, which "host:port" is not.
    CHECK(found[0].serverAddress.empty());
    secret.data[".dockerconfigjson"].data = "{\"auths\":7";
    CHECK(matchingCredentials({secret}, "r.example/web").empty());
}

TEST_CASE("pull secrets: ports, patterns, the default registry") {
    const auto userFor = [](const std::string& key, const std::string& image) {
        corev1::Secret secret;
        secret.type = "kubernetes.io/dockercfg";
        secret.data[".dockercfg"].data = "{\"" + key + R"(":{"username":"x","auth":"dTpw"}})";
        auto found = matchingCredentials({secret}, image);
        return found.empty() ? std::string() : found[0].username;
    };
    CHECK(userFor("r.example:5000", "r.example:5000/a:1") == "u");
    CHECK(userFor("r.example", "r.example:5000/a:1").empty());
    CHECK(userFor("r.example:5000", "r.example/a").empty());
    CHECK(userFor("http://r.example:5000/v2/", "r.example:5000/a@sha256:" + std::string(64, 'a')) == "u");
    CHECK(userFor("*.r.example", "eu.r.example/a") == "u");
    CHECK(userFor("*.r.example", "a.eu.r.example/a").empty());
    CHECK(userFor("r.example/team", "r.example/other/a").empty());
    CHECK(userFor("https://index.docker.io/v1/", "web:1") == "u");
    CHECK(userFor("docker.io", "team/web") == "u");
    CHECK(userFor("docker.io/team", "web").empty());
    CHECK(userFor("https://index.docker.io/v1/", "r.example/web").empty());
}

TEST_CASE("what this node does not do is refused in upstream's words") {
    auto pod = podOf(R"({"metadata":{"name":"p","namespace":"n"},"spec":{"securityContext":{"sysctls":[
        {"name":"net.ipv4.tcp_syncookies","value":"0"},{"name":"kernel/shm_rmid_forced","value":"1"}]},"containers":[{"name":"c"}]}})");
    CHECK_FALSE(admitFeatures(pod, false));
    CHECK(sysctlName("net/ipv4/conf/eth0.1/x") == "net.ipv4.conf.eth0/1.x");
    pod.spec.hostNetwork = true;
    CHECK(admitFeatures(pod, false)->message ==
          "forbidden sysctl: \"net.ipv4.tcp_syncookies\" not allowed with host net enabled");
    pod.spec.securityContext->sysctls[0].name = "kernel.msgmax";
    CHECK(admitFeatures(pod, false)->reason == "SysctlForbidden");
    CHECK(admitFeatures(pod, false)->message == "forbidden sysctl: \"kernel.msgmax\" not allowlisted");
    pod.spec.securityContext.reset();
    pod.metadata.annotations["container.apparmor.security.beta.kubernetes.io/c"] = "localhost/mine";
    CHECK(admitFeatures(pod, false)->message == "Cannot enforce AppArmor: AppArmor is not enabled on the host");
    CHECK_FALSE(admitFeatures(pod, true));
    CHECK(appArmorOf(pod, pod.spec.containers[0])->localhostPath == "mine");
    pod.metadata.annotations["container.apparmor.security.beta.kubernetes.io/c"] = "unconfined";
    CHECK_FALSE(admitFeatures(pod, false));
}

TEST_CASE("full host names and unknown references") {
    auto pod = podOf(R"({"metadata":{"name":"p","namespace":"n"},"spec":{"hostname":"h","subdomain":"s"}})");
    CHECK(kernelHostname(pod, "cluster.local") == "h");
    pod.spec.setHostnameAsFQDN = true;
    CHECK(kernelHostname(pod, "cluster.local") == "h.s.n.svc.cluster.local");
    pod.spec.subdomain = std::string(60, 's');
    CHECK_FALSE(kernelHostname(pod, "cluster.local"));
    CHECK(expandAll("$(A)/$$(B)", {{"A", "a"}}) == "a/$(B)");
    CHECK(expandAll("$(A)/$(B)", {{"A", "a"}}).error() == "B");
}

TEST_CASE("control groups of pods and of their classes") {
    auto guaranteed = podOf(
        R"({"metadata":{"name":"p","namespace":"n","uid":"u"},"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"500m","memory":"64Mi"},"requests":{"cpu":"500m","memory":"64Mi"}}}]}})");
    CHECK(podLimits(guaranteed) == CgroupLimits{512, 50000, 64 << 20});
    auto burstable = podOf(
        R"({"metadata":{"name":"q","namespace":"n","uid":"v"},"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"1"},"requests":{"cpu":"250m"}}},{"name":"d"}]}})");
    CHECK(podLimits(burstable) == CgroupLimits{256, std::nullopt, std::nullopt});
    auto effort = podOf(R"({"metadata":{"name":"r","namespace":"n","uid":"w"},"spec":{"containers":[{"name":"c"}]}})");
    CHECK(podLimits(effort) == CgroupLimits{2, std::nullopt, std::nullopt});

    std::string root = "/tmp/armillary-cgroups.XXXXXX";
    REQUIRE(mkdtemp(root.data()));
    std::ofstream(root + "/cgroup.controllers") << "cpu memory\n";
    const PodCgroups groups("0a1b2c3d", "node", root), other("0a1b2c3d", "other", root);
    CHECK(groups.parentOf(guaranteed) == "/armillary-0a1b2c3d/node/kubepods/podu");
    CHECK(groups.parentOf(burstable) == "/armillary-0a1b2c3d/node/kubepods/burstable/podv");
    CHECK(groups.parentOf(effort) == "/armillary-0a1b2c3d/node/kubepods/besteffort/podw");
    REQUIRE(groups.ensure(guaranteed));
    auto read = [&](const std::string& file) {
        std::ifstream in(root + groups.parentOf(guaranteed) + "/" + file);
        std::string line;
        std::getline(in, line);
        return line;
    };
    CHECK(read("cpu.weight") == "20");
    CHECK(read("cpu.max") == "50000 100000");
    CHECK(read("memory.max") == "67108864");
    std::filesystem::remove_all(root);

    // Nodes of one cluster that share a kernel do not meet; the last one takes the cluster's group along.
    const auto cluster = std::filesystem::path(root) / "armillary-0a1b2c3d";
    for (const char* each : {"node/kubepods/podu", "other/kubepods"})
        std::filesystem::create_directories(cluster / each);
    CHECK(groups.removeAll());
    CHECK_FALSE(std::filesystem::exists(cluster / "node"));
    CHECK(std::filesystem::exists(cluster / "other"));
    CHECK(other.removeAll());
    CHECK_FALSE(std::filesystem::exists(cluster));
    std::filesystem::remove_all(root);
}

TEST_CASE("redirects of probes") {
    HttpCheck check;
    check.host = "10.0.0.1";
    check.port = 8080;
    check.path = "/a/b?c=d";
    CHECK(redirectedTo(check, "/x")->path == "/x");
    CHECK(redirectedTo(check, "/x")->port == 8080);
    CHECK(redirectedTo(check, "y")->path == "/a/y");
    auto other = redirectedTo(check, "https://example.org/z#part");
    REQUIRE(other);
    CHECK(other->scheme == "HTTPS");
    CHECK(other->host == "example.org");
    CHECK(other->port == 443);
    CHECK(other->path == "/z");
    CHECK(redirectedTo(check, "http://10.0.0.1:81")->port == 81);
    CHECK(redirectedTo(check, "http://10.0.0.1:81")->path == "/");
    for (const char* bad : {"", "ftp://x/", "http://", "http://h:x/", "http://h:99999/"})
        CHECK_MESSAGE(!redirectedTo(check, bad), bad);
}

}  // namespace
}  // namespace armillary::agent
