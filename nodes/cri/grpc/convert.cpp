#include "nodes/cri/grpc/convert.h"

namespace armillary::cri::wire {

namespace v1 = ::runtime::v1;

namespace {

v1::NamespaceMode mode(NamespaceMode value) {
    switch (value) {
        case NamespaceMode::Pod:
            return v1::POD;
        case NamespaceMode::Container:
            return v1::CONTAINER;
        case NamespaceMode::Node:
            return v1::NODE;
        case NamespaceMode::Target:
            return v1::TARGET;
    }
    return v1::POD;
}

NamespaceMode mode(v1::NamespaceMode value) {
    switch (value) {
        case v1::CONTAINER:
            return NamespaceMode::Container;
        case v1::NODE:
            return NamespaceMode::Node;
        case v1::TARGET:
            return NamespaceMode::Target;
        default:
            return NamespaceMode::Pod;
    }
}

void fill(v1::NamespaceOption& out, const NamespaceOptions& in) {
    out.set_network(mode(in.network));
    out.set_pid(mode(in.pid));
    out.set_ipc(mode(in.ipc));
    out.set_target_id(in.targetId);
}

void fill(v1::SecurityProfile& out, const SeccompProfile& in) {
    switch (in.type) {
        case SeccompProfile::Type::RuntimeDefault:
            out.set_profile_type(v1::SecurityProfile::RuntimeDefault);
            break;
        case SeccompProfile::Type::Unconfined:
            out.set_profile_type(v1::SecurityProfile::Unconfined);
            break;
        case SeccompProfile::Type::Localhost:
            out.set_profile_type(v1::SecurityProfile::Localhost);
            out.set_localhost_ref(in.localhostPath);
            break;
    }
}

template <class Map>
void fill(Map& out, const Labels& in) {
    for (const auto& [key, value] : in) out[key] = value;
}

template <class Map>
Labels labels(const Map& in) {
    return Labels(in.begin(), in.end());
}

template <class Message>
void fillSecurity(Message& out, const auto& in) {
    fill(*out.mutable_namespace_options(), in.namespaces);
    if (in.runAsUser) out.mutable_run_as_user()->set_value(*in.runAsUser);
    if (in.runAsGroup) out.mutable_run_as_group()->set_value(*in.runAsGroup);
    for (auto group : in.supplementalGroups) out.add_supplemental_groups(group);
    out.set_privileged(in.privileged);
    if (in.seccomp) fill(*out.mutable_seccomp(), *in.seccomp);
}

v1::MountPropagation propagation(Propagation value) {
    switch (value) {
        case Propagation::HostToContainer:
            return v1::PROPAGATION_HOST_TO_CONTAINER;
        case Propagation::Bidirectional:
            return v1::PROPAGATION_BIDIRECTIONAL;
        case Propagation::Private:
            break;
    }
    return v1::PROPAGATION_PRIVATE;
}

ContainerState state(v1::ContainerState value) {
    switch (value) {
        case v1::CONTAINER_CREATED:
            return ContainerState::Created;
        case v1::CONTAINER_RUNNING:
            return ContainerState::Running;
        case v1::CONTAINER_EXITED:
            return ContainerState::Exited;
        default:
            return ContainerState::Unknown;
    }
}

template <class Message>
void readSandbox(Sandbox& out, const Message& in) {
    out.id = in.id();
    out.name = in.metadata().name();
    out.uid = in.metadata().uid();
    out.namespace_ = in.metadata().namespace_();
    out.attempt = in.metadata().attempt();
    out.ready = in.state() == v1::SANDBOX_READY;
    out.createdAt = in.created_at();
    out.labels = labels(in.labels());
    out.annotations = labels(in.annotations());
}

template <class Message>
void readContainer(Container& out, const Message& in) {
    out.id = in.id();
    out.name = in.metadata().name();
    out.attempt = in.metadata().attempt();
    out.image = in.image().user_specified_image().empty() ? in.image().image() : in.image().user_specified_image();
    out.imageRef = in.image_ref();
    out.state = state(in.state());
    out.createdAt = in.created_at();
    out.labels = labels(in.labels());
    out.annotations = labels(in.annotations());
}

}  // namespace

v1::PodSandboxConfig toWire(const SandboxConfig& config) {
    v1::PodSandboxConfig out;
    auto& meta = *out.mutable_metadata();
    meta.set_name(config.name);
    meta.set_uid(config.uid);
    meta.set_namespace_(config.namespace_);
    meta.set_attempt(config.attempt);
    out.set_hostname(config.hostname);
    out.set_log_directory(config.logDirectory);
    if (config.dns) {
        auto& dns = *out.mutable_dns_config();
        for (const auto& server : config.dns->servers) dns.add_servers(server);
        for (const auto& search : config.dns->searches) dns.add_searches(search);
        for (const auto& option : config.dns->options) dns.add_options(option);
    }
    for (const auto& port : config.portMappings) {
        auto& mapping = *out.add_port_mappings();
        mapping.set_protocol(port.protocol == "UDP" ? v1::UDP : port.protocol == "SCTP" ? v1::SCTP : v1::TCP);
        mapping.set_container_port(port.containerPort);
        mapping.set_host_port(port.hostPort);
        mapping.set_host_ip(port.hostIp);
    }
    fill(*out.mutable_labels(), config.labels);
    fill(*out.mutable_annotations(), config.annotations);
    auto& os = *out.mutable_linux();
    os.set_cgroup_parent(config.cgroupParent);
    fillSecurity(*os.mutable_security_context(), config.security);
    fill(*os.mutable_sysctls(), config.sysctls);
    return out;
}

v1::ContainerConfig toWire(const ContainerConfig& config) {
    v1::ContainerConfig out;
    out.mutable_metadata()->set_name(config.name);
    out.mutable_metadata()->set_attempt(config.attempt);
    out.mutable_image()->set_image(config.image);
    out.mutable_image()->set_user_specified_image(config.requestedImage);
    for (const auto& part : config.command) out.add_command(part);
    for (const auto& part : config.args) out.add_args(part);
    out.set_working_dir(config.workingDir);
    for (const auto& [key, value] : config.env) {
        auto& pair = *out.add_envs();
        pair.set_key(key);
        pair.set_value(value);
    }
    for (const auto& in : config.mounts) {
        auto& mount = *out.add_mounts();
        mount.set_container_path(in.containerPath);
        mount.set_host_path(in.hostPath);
        mount.set_readonly(in.readOnly);
        mount.set_propagation(propagation(in.propagation));
        mount.set_recursive_read_only(in.recursiveReadOnly);
    }
    for (const auto& in : config.devices) {
        auto& device = *out.add_devices();
        device.set_container_path(in.containerPath);
        device.set_host_path(in.hostPath);
        device.set_permissions(in.permissions);
    }
    fill(*out.mutable_labels(), config.labels);
    fill(*out.mutable_annotations(), config.annotations);
    out.set_log_path(config.logPath);
    out.set_stdin(config.stdin_);
    out.set_stdin_once(config.stdinOnce);
    out.set_tty(config.tty);

    auto& resources = *out.mutable_linux()->mutable_resources();
    resources.set_cpu_period(config.resources.cpuPeriod);
    resources.set_cpu_quota(config.resources.cpuQuota);
    resources.set_cpu_shares(config.resources.cpuShares);
    resources.set_memory_limit_in_bytes(config.resources.memoryLimitBytes);
    resources.set_oom_score_adj(config.resources.oomScoreAdj);

    const auto& in = config.security;
    auto& security = *out.mutable_linux()->mutable_security_context();
    fillSecurity(security, in);
    for (const auto& name : in.addCapabilities) security.mutable_capabilities()->add_add_capabilities(name);
    for (const auto& name : in.dropCapabilities) security.mutable_capabilities()->add_drop_capabilities(name);
    if (in.appArmor) fill(*security.mutable_apparmor(), *in.appArmor);
    security.set_readonly_rootfs(in.readOnlyRoot);
    security.set_no_new_privs(in.noNewPrivileges);
    for (const auto& path : in.maskedPaths) security.add_masked_paths(path);
    for (const auto& path : in.readOnlyPaths) security.add_readonly_paths(path);
    return out;
}

Sandbox fromWire(const v1::PodSandbox& in) {
    Sandbox out;
    readSandbox(out, in);
    return out;
}

SandboxStatus fromWire(const v1::PodSandboxStatus& in) {
    SandboxStatus out;
    readSandbox(out, in);
    if (!in.network().ip().empty()) out.ips.push_back(in.network().ip());
    for (const auto& ip : in.network().additional_ips()) out.ips.push_back(ip.ip());
    const auto& options = in.linux().namespaces().options();
    out.namespaces = {mode(options.network()), mode(options.pid()), mode(options.ipc()), options.target_id()};
    return out;
}

Container fromWire(const v1::Container& in) {
    Container out;
    readContainer(out, in);
    out.sandboxId = in.pod_sandbox_id();
    return out;
}

ContainerStatus fromWire(const v1::ContainerStatus& in) {
    ContainerStatus out;
    readContainer(out, in);
    out.startedAt = in.started_at();
    out.finishedAt = in.finished_at();
    out.exitCode = in.exit_code();
    out.reason = in.reason();
    out.message = in.message();
    out.logPath = in.log_path();
    for (const auto& mount : in.mounts())
        if (mount.recursive_read_only()) out.recursiveReadOnly.push_back(mount.container_path());
    return out;
}

Image fromWire(const v1::Image& in) {
    Image out;
    out.id = in.id();
    out.tags.assign(in.repo_tags().begin(), in.repo_tags().end());
    out.digests.assign(in.repo_digests().begin(), in.repo_digests().end());
    out.sizeBytes = in.size();
    if (in.has_uid()) out.uid = in.uid().value();
    out.username = in.username();
    out.pinned = in.pinned();
    return out;
}

ContainerStats fromWire(const v1::ContainerStats& in) {
    ContainerStats out;
    out.id = in.attributes().id();
    out.name = in.attributes().metadata().name();
    out.labels = labels(in.attributes().labels());
    out.timestamp = in.cpu().timestamp();
    out.cpuNanoseconds = in.cpu().usage_core_nano_seconds().value();
    out.cpuNanocores = in.cpu().usage_nano_cores().value();
    out.workingSetBytes = in.memory().working_set_bytes().value();
    out.usageBytes = in.memory().usage_bytes().value();
    out.rssBytes = in.memory().rss_bytes().value();
    out.writableBytes = in.writable_layer().used_bytes().value();
    out.writableInodes = in.writable_layer().inodes_used().value();
    return out;
}

SandboxStats fromWire(const v1::PodSandboxStats& in) {
    SandboxStats out;
    out.id = in.attributes().id();
    out.labels = labels(in.attributes().labels());
    out.processes = in.linux().process().process_count().value();
    const auto add = [&](const v1::NetworkInterfaceUsage& from) {
        out.interfaces.push_back({from.name(), from.rx_bytes().value(), from.rx_errors().value(),
                                  from.tx_bytes().value(), from.tx_errors().value()});
    };
    const auto& network = in.linux().network();
    if (network.has_default_interface()) add(network.default_interface());
    for (const auto& each : network.interfaces())
        if (each.name() != network.default_interface().name()) add(each);
    return out;
}

}  // namespace armillary::cri::wire
