#ifndef TS_SANDBOX_SANITIZERS_H
#define TS_SANDBOX_SANITIZERS_H

/*
 * The one place where sandboxes are left out: in a build with AddressSanitizer, which
 * maps, reads /proc, starts threads and traces itself at any moment. Programs say it
 * aloud when they start so. (touchstone-portrait is never built like that.)
 */
#ifdef __SANITIZE_ADDRESS__
#define TS_SANDBOX_IS_BUILT 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TS_SANDBOX_IS_BUILT 0
#endif
#endif
#ifndef TS_SANDBOX_IS_BUILT
#define TS_SANDBOX_IS_BUILT 1
#endif

#endif
