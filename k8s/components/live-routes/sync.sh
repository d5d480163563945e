#!/usr/bin/env bash
# Writes this component's kustomization.yaml from routes/, so that a changed route reaches the pods without a new image.
# A ConfigMap key holds no slash: documents/store.camel.yaml travels as documents--store.camel.yaml and is mounted back
# under its path. Run it again after each change, then `kubectl apply -k` the overlay that lists the component.
set -euo pipefail
cd "$(dirname "$0")"
routes=../../../routes

rm -rf files
mkdir files
files="" items=""
while IFS= read -r path; do
  key=${path//\//--}
  cp "$routes/$path" "files/$key"
  files+="      - files/$key"$'\n'
  items+="            - {key: $key, path: $path}"$'\n'
done < <(cd "$routes" && find . -name '*.camel.yaml' | sed 's|^\./||' | LC_ALL=C sort)
if [[ -z $files ]]; then
  echo "no *.camel.yaml under routes/: nothing written" >&2
  exit 1
fi

cat > kustomization.yaml <<YAML
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
configMapGenerator:
  - name: serai-routes
    # A fixed name: the pods watch the mounted folder and take a change without a restart.
    options:
      disableNameSuffixHash: true
    files:
${files}patches:
  - target:
      kind: Deployment
      name: serai
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/volumeMounts/-
        value: {name: routes, mountPath: /opt/serai/routes, readOnly: true}
      - op: add
        path: /spec/template/spec/volumes/-
        value:
          name: routes
          configMap:
            name: serai-routes
            items:
${items}
YAML
echo "$(grep -c . <<< "${files%$'\n'}") routes written; add ../../components/live-routes to the overlay's components"
