"""Prints one JSON document a line, each as Debian's Python client would send it."""

import datetime
import json

from kubernetes import client


def metadata(name):
    return client.V1ObjectMeta(name=name, namespace="demo", labels={"app": name}, annotations={"note": "a \"b\" \u00e9\n"})


def pod_spec():
    probe = client.V1Probe(http_get=client.V1HTTPGetAction(path="/", port="http"), period_seconds=5)
    container = client.V1Container(
        name="web", image="example/web:1", args=["--verbose"],
        ports=[client.V1ContainerPort(container_port=8080, name="http")],
        env=[client.V1EnvVar(name="POD", value_from=client.V1EnvVarSource(
            field_ref=client.V1ObjectFieldSelector(field_path="metadata.name")))],
        resources=client.V1ResourceRequirements(requests={"cpu": "100m", "memory": "64Mi"}, limits={"memory": "1.5Gi"}),
        liveness_probe=probe,
        volume_mounts=[client.V1VolumeMount(name="config", mount_path="/etc/web", read_only=True)])
    volumes = [client.V1Volume(name="config", config_map=client.V1ConfigMapVolumeSource(name="web", default_mode=0o440)),
               client.V1Volume(name="scratch", empty_dir=client.V1EmptyDirVolumeSource(medium="Memory"))]
    toleration = client.V1Toleration(key="k", operator="Exists", toleration_seconds=30)
    return client.V1PodSpec(containers=[container], volumes=volumes, tolerations=[toleration],
                            security_context=client.V1PodSecurityContext(run_as_non_root=True, run_as_user=1000))


def documents():
    selector = client.V1LabelSelector(match_labels={"app": "web"})
    template = client.V1PodTemplateSpec(metadata=metadata("web"), spec=pod_spec())
    yield client.V1Pod(api_version="v1", kind="Pod", metadata=metadata("web"), spec=pod_spec())
    yield client.V1Deployment(api_version="apps/v1", kind="Deployment", metadata=metadata("web"), spec=client.V1DeploymentSpec(
        replicas=3, selector=selector, template=template, strategy=client.V1DeploymentStrategy(
            type="RollingUpdate", rolling_update=client.V1RollingUpdateDeployment(max_surge="25%", max_unavailable=1))))
    yield client.V1Service(api_version="v1", kind="Service", metadata=metadata("web"), spec=client.V1ServiceSpec(
        selector={"app": "web"}, ports=[client.V1ServicePort(port=80, target_port="http", protocol="TCP")]))
    yield client.V1Secret(api_version="v1", kind="Secret", metadata=metadata("s"), type="Opaque", data={"key": "AAEC"})
    yield client.V1StatefulSet(api_version="apps/v1", kind="StatefulSet", metadata=metadata("db"), spec=client.V1StatefulSetSpec(
        service_name="db", selector=selector, template=template, volume_claim_templates=[client.V1PersistentVolumeClaim(
            metadata=client.V1ObjectMeta(name="data"), spec=client.V1PersistentVolumeClaimSpec(access_modes=["ReadWriteOnce"]))]))
    yield client.V1Role(api_version="rbac.authorization.k8s.io/v1", kind="Role", metadata=metadata("reader"), rules=[
        client.V1PolicyRule(api_groups=[""], resources=["pods"], verbs=["get", "list"])])
    yield client.V1Lease(api_version="coordination.k8s.io/v1", kind="Lease", metadata=metadata("l"), spec=client.V1LeaseSpec(
        holder_identity="me", lease_duration_seconds=15,
        renew_time=datetime.datetime(2026, 1, 31, 12, 0, 0, 5, tzinfo=datetime.timezone.utc)))
    yield client.V1CustomResourceDefinition(
        api_version="apiextensions.k8s.io/v1", kind="CustomResourceDefinition", metadata=client.V1ObjectMeta(name="crons.example.com"),
        spec=client.V1CustomResourceDefinitionSpec(
            group="example.com", scope="Namespaced", names=client.V1CustomResourceDefinitionNames(plural="crons", kind="Cron"),
            versions=[client.V1CustomResourceDefinitionVersion(
                name="v1", served=True, storage=True, schema=client.V1CustomResourceValidation(
                    open_apiv3_schema=client.V1JSONSchemaProps(type="object", properties={
                        "spec": client.V1JSONSchemaProps(type="object", x_kubernetes_preserve_unknown_fields=True)})))]))


def main():
    api = client.ApiClient()
    for document in documents():
        print(json.dumps(api.sanitize_for_serialization(document)))


main()
