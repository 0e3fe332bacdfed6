#include "nodes/agent/container/config.h"

#include <algorithm>
#include <format>
#include <fstream>
#include <sstream>

#include "nodes/agent/container/expand.h"
#include "nodes/agent/container/resources.h"
#include "nodes/agent/container/security.h"

namespace armillary::agent {

namespace {

/// What the C library's resolver takes.
constexpr std::size_t kMaxServers = 3, kMaxSearches = 32, kMaxSearchBytes = 255, kMaxSearchLine = 2048;

void appendNew(std::vector<std::string>& to, const std::vector<std::string>& more) {
    for (const auto& one : more)
        if (!std::ranges::contains(to, one)) to.push_back(one);
}

/// Options of the same name are replaced.
void mergeOptions(std::vector<std::string>& options, const std::vector<corev1::PodDNSConfigOption>& more) {
    auto nameOf = [](const std::string& option) { return option.substr(0, option.find(':')); };
    for (const auto& option : more) {
        auto text = option.value && !option.value->empty() ? option.name + ":" + *option.value : option.name;
        auto it = std::ranges::find_if(options, [&](const auto& old) { return nameOf(old) == option.name; });
        if (it == options.end())
            options.push_back(text);
        else
            *it = text;
    }
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

/// By policy and configuration, before any limit.
cri::DnsConfig wantedDns(const corev1::Pod& pod, const ClusterDns& cluster, const HostResolver& host) {
    using namespace corev1;
    cri::DnsConfig out;
    auto policy = pod.spec.dnsPolicy.empty() ? std::string(kDNSClusterFirst) : pod.spec.dnsPolicy;
    if (policy == kDNSClusterFirst && pod.spec.hostNetwork) policy = kDNSDefault;
    if (policy == kDNSClusterFirstWithHostNet || (policy == kDNSClusterFirst && !cluster.address.empty())) {
        out.servers = {cluster.address};
        auto services = "svc." + cluster.domain;
        out.searches = {pod.metadata.namespace_ + "." + services, services, cluster.domain};
        appendNew(out.searches, host.searches);
        out.options = {"ndots:5"};
    } else if (policy != kDNSNone) {
        out = {host.servers, host.searches, host.options};
    }
    if (pod.spec.dnsConfig) {
        appendNew(out.servers, pod.spec.dnsConfig->nameservers);
        appendNew(out.searches, pod.spec.dnsConfig->searches);
        mergeOptions(out.options, pod.spec.dnsConfig->options);
    }
    return out;
}

/// What was left out, in upstream's sentences.
std::vector<std::string> cutDown(cri::DnsConfig& dns) {
    std::vector<std::string> problems;
    if (dns.servers.size() > kMaxServers) {
        dns.servers.resize(kMaxServers);
        problems.push_back(
            "Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: " +
            joined(dns.servers));
    }
    const auto before = dns.searches.size();
    if (dns.searches.size() > kMaxSearches) dns.searches.resize(kMaxSearches);
    std::erase_if(dns.searches, [](const auto& domain) { return domain.size() > kMaxSearchBytes; });
    while (joined(dns.searches).size() > kMaxSearchLine) dns.searches.pop_back();
    if (dns.searches.size() < before)
        problems.push_back(
            "Search Line limits were exceeded, some search paths have been omitted, the applied search line is: " +
            joined(dns.searches));
    return problems;
}

HostResolver readResolver(const std::string& path) {
    HostResolver out;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string keyword, word;
        words >> keyword;
        if (keyword == "nameserver" && words >> word) out.servers.push_back(word);
        if (keyword == "search" || keyword == "domain") {
            out.searches.clear();
            while (words >> word)
                if (word != ".") out.searches.push_back(word);
        }
        if (keyword == "options") {
            out.options.clear();
            while (words >> word) out.options.push_back(word);
        }
    }
    return out;
}

}  // namespace

HostResolver readHostResolver(const std::string& path, const std::string& behind) {
    auto out = readResolver(path);
    const auto isLoopback = [](const std::string& server) { return server.starts_with("127.") || server == "::1"; };
    if (out.servers.empty() || !std::ranges::all_of(out.servers, isLoopback)) return out;
    auto real = readResolver(behind);
    return real.servers.empty() ? out : real;
}

cri::DnsConfig dnsOf(const corev1::Pod& pod, const ClusterDns& cluster, const HostResolver& host) {
    auto out = wantedDns(pod, cluster, host);
    (void)cutDown(out);
    return out;
}

std::vector<std::string> dnsProblems(const corev1::Pod& pod, const ClusterDns& cluster, const HostResolver& host) {
    auto dns = wantedDns(pod, cluster, host);
    return cutDown(dns);
}

std::string hostnameOf(const corev1::Pod& pod) {
    auto name = pod.spec.hostname.empty() ? pod.metadata.name : pod.spec.hostname;
    if (name.size() > 63) name.resize(63);
    while (!name.empty() && (name.back() == '-' || name.back() == '.')) name.pop_back();
    return name;
}

std::expected<std::string, std::string> kernelHostname(const corev1::Pod& pod, const std::string& clusterDomain) {
    constexpr std::size_t kMaxLength = 64;
    auto name = hostnameOf(pod);
    if (!pod.spec.setHostnameAsFQDN.value_or(false) || pod.spec.subdomain.empty()) return name;
    name += std::format(".{}.{}.svc.{}", pod.spec.subdomain, pod.metadata.namespace_, clusterDomain);
    if (name.size() <= kMaxLength) return name;
    return std::unexpected(
        std::format("Failed to construct FQDN from pod hostname and cluster domain, FQDN {} is too long ({} characters "
                    "is the max, {} characters requested)",
                    name, kMaxLength, name.size()));
}

std::string hostsFile(const corev1::Pod& pod, const std::vector<std::string>& ips, const std::string& domain,
                      const std::string& hostsOwn) {
    std::string out;
    if (pod.spec.hostNetwork) {
        out = "# Kubernetes-managed hosts file (host network).\n" + hostsOwn;
    } else {
        out =
            "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n"
            "fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n";
        auto host = hostnameOf(pod);
        for (const auto& ip : ips) {
            if (pod.spec.subdomain.empty())
                out += ip + "\t" + host + "\n";
            else
                out += std::format("{}\t{}.{}.{}.svc.{}\t{}\n", ip, host, pod.spec.subdomain, pod.metadata.namespace_,
                                   domain, host);
        }
    }
    if (!pod.spec.hostAliases.empty()) out += "\n# Entries added by HostAliases.\n";
    for (const auto& alias : pod.spec.hostAliases) {
        out += alias.ip;
        for (const auto& name : alias.hostnames) out += "\t" + name;
        out += "\n";
    }
    return out;
}

cri::SandboxConfig sandboxConfig(const corev1::Pod& pod, std::uint32_t attempt, const Layout& layout,
                                 const ClusterDns& dns, const HostResolver& host, const std::string& cgroupParent) {
    cri::SandboxConfig out;
    const auto& meta = pod.metadata;
    out.name = meta.name;
    out.uid = meta.uid;
    out.namespace_ = meta.namespace_;
    out.attempt = attempt;
    if (!pod.spec.hostNetwork) out.hostname = kernelHostname(pod, dns.domain).value_or(hostnameOf(pod));
    out.logDirectory = layout.podLog(meta.namespace_, meta.name, meta.uid).string();
    out.dns = dnsOf(pod, dns, host);
    for (const auto& slot : slotsOf(pod))
        for (const auto& port : slot.spec->ports)
            if (port.hostPort > 0 && !pod.spec.hostNetwork)
                out.portMappings.push_back(
                    {port.protocol.empty() ? "TCP" : port.protocol, port.containerPort, port.hostPort, port.hostIP});
    out.labels.insert(meta.labels.begin(), meta.labels.end());
    out.labels[keys::kPodName] = meta.name;
    out.labels[keys::kPodNamespace] = meta.namespace_;
    out.labels[keys::kPodUid] = meta.uid;
    out.annotations.insert(meta.annotations.begin(), meta.annotations.end());
    out.annotations[keys::kConfigSource] = "api";
    out.cgroupParent = cgroupParent;
    out.security = sandboxSecurity(pod);
    if (pod.spec.securityContext)
        for (const auto& sysctl : pod.spec.securityContext->sysctls)
            out.sysctls[sysctlName(sysctl.name)] = sysctl.value;
    return out;
}

cri::ContainerConfig containerConfig(const ContainerInput& in) {
    const auto& spec = in.container;
    const auto& meta = in.pod.metadata;
    std::map<std::string, std::string> values(in.environment.begin(), in.environment.end());
    cri::ContainerConfig out;
    out.name = spec.name;
    out.attempt = in.restartCount;
    out.image = in.image.id;
    out.requestedImage = spec.image;
    for (const auto& part : spec.command) out.command.push_back(expand(part, values));
    for (const auto& part : spec.args) out.args.push_back(expand(part, values));
    out.workingDir = spec.workingDir;
    out.env = in.environment;
    out.mounts = in.volumeMounts;
    auto mounted = [&](const std::string& path) {
        return std::ranges::any_of(out.mounts, [&](const auto& mount) { return mount.containerPath == path; });
    };
    if (!in.hostsPath.empty() && !mounted("/etc/hosts"))
        out.mounts.push_back({"/etc/hosts", in.hostsPath, false, cri::Propagation::Private});
    auto messagePath = spec.terminationMessagePath.empty() ? std::string(corev1::kTerminationMessagePathDefault)
                                                           : spec.terminationMessagePath;
    if (!in.messageFile.empty()) out.mounts.push_back({messagePath, in.messageFile, false, cri::Propagation::Private});

    out.labels = {{keys::kContainerName, spec.name},
                  {keys::kPodName, meta.name},
                  {keys::kPodNamespace, meta.namespace_},
                  {keys::kPodUid, meta.uid}};
    out.annotations = {
        {keys::kHash, specHash(spec)},
        {keys::kRestartCount, std::to_string(in.restartCount)},
        {keys::kMessagePath, messagePath},
        {keys::kMessagePolicy, spec.terminationMessagePolicy.empty() ? "File" : spec.terminationMessagePolicy},
        {keys::kMessageFile, in.messageFile},
        {keys::kPodGrace, std::to_string(in.pod.spec.terminationGracePeriodSeconds.value_or(30))}};
    out.logPath = std::format("{}/{}.log", spec.name, in.restartCount);
    out.stdin_ = spec.stdin;
    out.stdinOnce = spec.stdinOnce;
    out.tty = spec.tty;
    out.resources = linuxResources(in.pod, spec, in.memoryCapacity);
    out.security = containerSecurity(in.pod, spec, in.layout.seccomp());
    if (!in.targetId.empty() && out.security.namespaces.pid == cri::NamespaceMode::Container) {
        out.security.namespaces.pid = cri::NamespaceMode::Target;
        out.security.namespaces.targetId = in.targetId;
    }
    return out;
}

}  // namespace armillary::agent
