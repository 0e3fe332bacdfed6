#include "engine/resources/checks/meta.h"
#include "engine/resources/rules/pod/pod_spec.h"

namespace armillary::resources::podspec {

namespace {

void checkHttpGet(const corev1::HTTPGetAction& action, const Path& path, FieldErrors& errors) {
    if (action.path.empty()) errors.push_back(field::required(path.child("path"), ""));
    checkPortOrName(action.port, path.child("port"), errors);
    if (action.scheme != corev1::kURISchemeHTTP && action.scheme != corev1::kURISchemeHTTPS)
        errors.push_back(field::notSupported(path.child("scheme"), action.scheme, {"HTTP", "HTTPS"}));
    for (const auto& header : action.httpHeaders)
        addInvalid(errors, path.child("httpHeaders"), header.name, checkHttpHeaderName(header.name));
}

/// Counts handlers; every one but the first is forbidden.
class Handlers {
public:
    Handlers(const Path& path, FieldErrors& errors) : m_path(path), m_errors(errors) {}
    /// Whether the named handler is there and is to be checked.
    bool take(bool isSet, std::string_view name) {
        if (!isSet) return false;
        if (m_count++ == 0) return true;
        m_errors.push_back(field::forbidden(m_path.child(name), "may not specify more than 1 handler type"));
        return false;
    }
    void finish() {
        if (m_count == 0) m_errors.push_back(field::required(m_path, "must specify a handler type"));
    }

private:
    const Path& m_path;
    FieldErrors& m_errors;
    int m_count = 0;
};

/// The three that probes and hooks share.
template <class Handler>
void checkShared(const Handler& handler, Handlers& handlers, const Path& path, FieldErrors& errors) {
    if (handlers.take(handler.exec.has_value(), "exec") && handler.exec->command.empty())
        errors.push_back(field::required(path.child("exec").child("command"), ""));
    if (handlers.take(handler.httpGet.has_value(), "httpGet"))
        checkHttpGet(*handler.httpGet, path.child("httpGet"), errors);
    if (handlers.take(handler.tcpSocket.has_value(), "tcpSocket"))
        checkPortOrName(handler.tcpSocket->port, path.child("tcpSocket").child("port"), errors);
}

void checkHook(const corev1::LifecycleHandler& hook, std::int64_t graceSeconds, const Path& path, FieldErrors& errors) {
    Handlers handlers(path, errors);
    checkShared(hook, handlers, path, errors);
    if (handlers.take(hook.sleep.has_value(), "sleep") &&
        (hook.sleep->seconds <= 0 || hook.sleep->seconds > graceSeconds))
        errors.push_back(field::invalidRaw(
            path.child("sleep"), std::to_string(hook.sleep->seconds),
            "must be greater than 0 and less than terminationGracePeriodSeconds (" + std::to_string(graceSeconds) +
                "). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep."));
    handlers.finish();
}

}  // namespace

void checkPortOrName(const schema::IntOrString& port, const Path& path, FieldErrors& errors) {
    if (port.isString())
        addInvalid(errors, path, port.text, checkPortName(port.text));
    else
        addInvalidNumber(errors, path, *port.number, checkPortNumber(*port.number));
}

void checkProbe(const corev1::Probe& probe, const Path& path, FieldErrors& errors) {
    Handlers handlers(path, errors);
    checkShared(probe, handlers, path, errors);
    if (handlers.take(probe.grpc.has_value(), "grpc"))
        checkPortOrName(probe.grpc->port, path.child("grpc").child("port"), errors);
    handlers.finish();
    checkNotNegative(probe.initialDelaySeconds, path.child("initialDelaySeconds"), errors);
    checkNotNegative(probe.timeoutSeconds, path.child("timeoutSeconds"), errors);
    checkNotNegative(probe.periodSeconds, path.child("periodSeconds"), errors);
    checkNotNegative(probe.successThreshold, path.child("successThreshold"), errors);
    checkNotNegative(probe.failureThreshold, path.child("failureThreshold"), errors);
    if (probe.terminationGracePeriodSeconds && *probe.terminationGracePeriodSeconds <= 0)
        errors.push_back(field::invalidRaw(path.child("terminationGracePeriodSeconds"),
                                           std::to_string(*probe.terminationGracePeriodSeconds),
                                           "must be greater than 0"));
}

void checkLifecycle(const corev1::Lifecycle& lifecycle, std::int64_t graceSeconds, const Path& path,
                    FieldErrors& errors) {
    if (lifecycle.postStart) checkHook(*lifecycle.postStart, graceSeconds, path.child("postStart"), errors);
    if (lifecycle.preStop) checkHook(*lifecycle.preStop, graceSeconds, path.child("preStop"), errors);
}

}  // namespace armillary::resources::podspec
