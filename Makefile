# One verb a target; `make` alone lists them.
.DEFAULT_GOAL := help

MVN      := mvn -B
TOOL     := java -jar shippy/tool/target/shippy.jar
# Tests by name; end-to-end tests after packing everything.
BY_NAME  := -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
ONE_IT    = etcd=$$(.ci/etcd) && $(MVN) -q -Dshippy.etcd="$$etcd" -Dtest=None $(BY_NAME) verify
SERVICES := vessel-service/target/vessel-service.jar consignment-service/target/consignment-service.jar
DATA     := $(or $(MICRO_DATA_DIR),$(or $(XDG_STATE_HOME),$(HOME)/.local/state)/shippy)
KILLS    := 60
DIST     := consignment-cli/target/dist
# Where make install puts the programs, and the libraries for projects that use them.
PREFIX     ?= $(HOME)/.local
MAVEN_REPO ?= $(HOME)/.m2/repository
# Packed last, so the others are there when it is.
BUILT    := consignment-cli/target/consignment-cli.jar
SOURCES  := $(shell find pom.xml proto shippy vessel-service consignment-service consignment-cli \
              -type f \( -path '*/src/main/*' -o -name pom.xml \) -not -path '*/target/*')

# In the C locale Java understands ASCII only, in arguments and in names of files.
ifeq (,$(filter-out C POSIX,$(or $(LC_ALL),$(LC_CTYPE),$(LANG))))
export LC_ALL := C.UTF-8
endif

.PHONY: help
help: ## list the verbs
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | sort | expand -t 15

.PHONY: build
build: $(BUILT) ## pack the runnable jars, if a source is newer

$(BUILT): $(SOURCES)
	@echo "building the jars (mvn package, about a minute the first time)"
	@$(MVN) -q -Dmaven.test.skip=true package
	@touch $@
	@echo "training archives of their classes, for a fast start"
	@consignment-cli/src/dist/train consignment-cli vessel-service consignment-service >/dev/null || :

.PHONY: run
run: $(BUILT) ## both services until Ctrl-C; flags by ARGS="--registry=etcd"
	@$(TOOL) run $(ARGS) $(if $(SERVICE_PATH),,$(SERVICES))

.PHONY: demo
demo: $(BUILT) ## etcd and services die under load for a minute; no request is lost
	@$(if $(MICRO_ETCD)$(findstring --etcd,$(ARGS)),,etcd=$$(.ci/etcd) && MICRO_ETCD="$$etcd") $(TOOL) demo $(ARGS) $(SERVICES)

.PHONY: dist
dist: $(BUILT) ## a folder of programs that start faster: scripts, jars, archives of classes
	@consignment-cli/src/dist/assemble $(DIST)
	@$(DIST)/train
	@echo "$(DIST)/bin has the programs; after moving the folder, or with another Java, run its train again"

.PHONY: images
images: ## container images of both services and of the tool, by docker, podman or buildah
	@shippy/deploy/images/all $(ARGS)

.PHONY: install
install: $(BUILT) ## shippy and consignment-cli on the PATH, with completion; the libraries for Maven
	@consignment-cli/src/dist/install "$(DESTDIR)" "$(PREFIX)" "$(MAVEN_REPO)"

.PHONY: uninstall
uninstall: ## remove what install has put there
	@consignment-cli/src/dist/uninstall "$(DESTDIR)" "$(PREFIX)" "$(MAVEN_REPO)"

.PHONY: recording
recording: $(BUILT) ## type a session and draw what the terminal saw; needs python3, npx, chromium
	@consignment-cli/src/recording/draw $(SERVICES)
	@$(ONE_IT) -Dit.test=DashboardIT
	@cp consignment-cli/target/screenshots/lost.png consignment-cli/src/recording/dashboard.png

.PHONY: stop
stop: $(BUILT) ## end what a killed run or demo left behind
	@$(TOOL) stop

.PHONY: reset
reset: ## delete what the services have stored (stop them first)
	rm -f "$(DATA)"/vessel.db* "$(DATA)"/consignment.db*

.PHONY: test
test: ## all checks and tests, or one class: TEST=FailoverIT; fetches etcd if there is none
ifeq ($(origin TEST),command line)
	$(if $(filter %IT,$(TEST)),$(ONE_IT) -Dit.test=$(TEST),\
	  etcd=$$(.ci/etcd) && $(MVN) -q -Dshippy.etcd="$$etcd" -Dtest=$(TEST) $(BY_NAME) test)
else
	etcd=$$(.ci/etcd) && $(MVN) -T 2 -Dshippy.etcd="$$etcd" verify
endif

.PHONY: verify
verify: test ## the same

.PHONY: interop
interop: ## build programs on go-micro v2, v4 and v5, and have them and ours call each other; needs Go
	@shippy/interop/build
	$(ONE_IT) -Dit.test=GoCallsJavaIT,JavaCallsGoIT

.PHONY: storm
storm: ## kill services at random under load, on both stores; KILLS=300 for the long one
	$(ONE_IT) -Dit.test=StormIT -Dstorm.kills=$(KILLS)

.PHONY: soak
soak: ## the faults that a check meets briefly, for as long and as often as they may last
	$(ONE_IT) -Dsoak=true -Dstorm.kills=20 \
	  -Dit.test=KillPointsIT,StormIT,FailoverIT,EtcdOutageIT,PartitionIT,MdnsOutageIT

.PHONY: bench
bench: dist ## all that is measured, beside its baselines; a part by ARGS="--section=load --rounds=1"
	$(MVN) -q -pl shippy/rpc -am test -Dtest.jvm= -Dtest=TwoHopBench -Dsurefire.failIfNoSpecifiedTests=false
	@shippy/bench/run Bench $(ARGS)

.PHONY: bench-compare
bench-compare: $(BUILT) ## two reports of make bench, worst change first: OLD=old.json NEW=new.json
	@shippy/bench/run Compare $(OLD) $(or $(NEW),target/bench/report.json)

.PHONY: bench-peers
bench-peers: ## build the go-micro services that make bench compares with; needs Go
	@mkdir -p target/bench
	@peers=$$(shippy/interop/build) && echo "$$peers" >target/bench/peers

.PHONY: coverage
coverage: ## all tests, then the lines they ran, by module; as HTML and CSV in target/coverage
	@.ci/coverage

.PHONY: sbom
sbom: ## what the programs are made of, as CycloneDX: target/sbom/shippy.cdx.json
	@$(MVN) -q -Dmaven.test.skip=true package org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom
	@ls target/sbom/*.json

.PHONY: audit
audit: sbom ## known vulnerabilities of what the programs are made of
	@.ci/audit target/sbom/shippy.cdx.json

.PHONY: updates
updates: ## newer versions of dependencies and plugins
	@.ci/updates

.PHONY: fmt
fmt: ## format the sources
	$(MVN) -q spotless:apply

.PHONY: clean
clean: ## remove what was built
	$(MVN) -q clean
