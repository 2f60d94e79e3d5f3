# What is installed, and where. A program that finds others beside it lies with them in
# libexec; bin/ has a link to it.
include(GNUInstallDirs)
set(ours ${CMAKE_INSTALL_LIBEXECDIR}/touchstone)
set(data ${CMAKE_INSTALL_DATADIR}/touchstone)
# Where a distribution has them elsewhere, it says so.
set(TS_UNIT_DIR lib/systemd/system CACHE STRING "Where units of systemd are installed.")
set(TS_UDEV_DIR lib/udev/rules.d CACHE STRING "Where rules of udev are installed.")

install(TARGETS touchstone touchstone-sync touchstone-telemetry touchstone-fleet
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS touchstone-kiosk touchstone-portrait touchstone-reader touchstone-rehearsal
  RUNTIME DESTINATION ${ours})
install(PROGRAMS deploy/fleet/start deploy/fleet/certificate DESTINATION ${data}/fleet)
install(FILES deploy/fleet/acl deploy/fleet/README.md DESTINATION ${data}/fleet)
file(RELATIVE_PATH kiosk ${CMAKE_INSTALL_FULL_BINDIR}
  ${CMAKE_INSTALL_FULL_LIBEXECDIR}/touchstone/touchstone-kiosk)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/installed)
file(CREATE_LINK ${kiosk} ${PROJECT_BINARY_DIR}/installed/touchstone-kiosk SYMBOLIC)
install(FILES ${PROJECT_BINARY_DIR}/installed/touchstone-kiosk
  DESTINATION ${CMAKE_INSTALL_BINDIR})

install(DIRECTORY ${PROJECT_BINARY_DIR}/locale/ DESTINATION ${data}/locale
  FILES_MATCHING PATTERN *.mo PATTERN language.conf)
install(FILES kiosk/profile.schema.json DESTINATION ${data})

foreach(section 1 5)
  install(DIRECTORY ${PROJECT_BINARY_DIR}/man/
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} FILES_MATCHING PATTERN *.${section})
endforeach()
set(completions ${PROJECT_BINARY_DIR}/completions)
foreach(program touchstone touchstone-kiosk touchstone-sync)
  install(FILES ${completions}/touchstone.bash RENAME ${program}
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${completions}/touchstone.fish RENAME ${program}.fish
    DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endforeach()
install(FILES ${completions}/_touchstone
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)

install(DIRECTORY ${PROJECT_BINARY_DIR}/gate-card/ DESTINATION ${CMAKE_INSTALL_DOCDIR}
  FILES_MATCHING PATTERN *.pdf)
install(FILES README.md CHANGELOG.md SECURITY.md deploy/SITE.md
  kiosk/PROFILE.md keys/FORMAT.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(manager deploy/systemd)
file(GLOB units CONFIGURE_DEPENDS ${manager}/*.service ${manager}/*.timer ${manager}/*.target)
install(FILES ${units} DESTINATION ${TS_UNIT_DIR})
install(DIRECTORY ${manager}/sysusers.d ${manager}/tmpfiles.d DESTINATION lib)
install(DIRECTORY ${manager}/udev/ DESTINATION ${TS_UDEV_DIR})
# One of the two is linked, or copied, to touchstone-kiosk.service.d below the units.
install(DIRECTORY ${manager}/session-kms ${manager}/session-cage DESTINATION ${data})
install(FILES deploy/kiosk.conf ${manager}/sync.conf DESTINATION ${data})
