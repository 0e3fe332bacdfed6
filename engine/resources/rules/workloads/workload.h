#pragma once

#include <string>
#include <string_view>

#include "engine/resources/checks/path.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/metav1.h"
#include "engine/schema/status.h"

/// What kinds with a selector and a pod template have in common.
namespace armillary::resources::workload {

/// A selector or a label map as upstream prints it in an error.
std::string goValue(const metav1::LabelSelector& selector);
std::string goValue(const schema::StringMap<std::string>& labels);

/// Present, not empty, well-formed. `kind` as in "empty selector is invalid for deployment".
void checkSelector(const schema::Ptr<metav1::LabelSelector>& selector, std::string_view kind, const Path& path,
                   FieldErrors& errors);
void checkSelectorUnchanged(const schema::Ptr<metav1::LabelSelector>& selector,
                            const schema::Ptr<metav1::LabelSelector>& old, FieldErrors& errors);
/// The template of pods that are always run again: matched by the selector, restartPolicy Always, no deadline.
/// `kind` as in "activeDeadlineSeconds in Deployment is not Supported".
void checkTemplate(const corev1::PodTemplateSpec& pod, const schema::Ptr<metav1::LabelSelector>& selector,
                   std::string_view kind, const Path& path, FieldErrors& errors);
/// selector.matchLabels of a label map.
schema::Ptr<metav1::LabelSelector> selectorOf(const schema::StringMap<std::string>& labels);

}  // namespace armillary::resources::workload
