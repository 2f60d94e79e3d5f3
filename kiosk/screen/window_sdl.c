#include "kiosk/screen/window_sdl.h"

#include "firmware/base/utf8.h"
#include "kiosk/screen/letters.h"
#include "kiosk/screen/turn.h"
#include "kiosk/screen/window_items.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ts_window {
    SDL_Window *window;
    struct ts_painter painter;
    double px_per_mm;
    int rotation_deg;
    SDL_Texture *upright; /* what is drawn, before it is turned */
    int upright_width, upright_height;
    char driver[64];
    char typed[SDL_TEXTINPUTEVENT_TEXT_SIZE]; /* at once; still to be handed over */
    bool video, ttf;                          /* to be shut down again */
};

static enum ts_status
refused(struct ts_fault *fault, const char *what)
{
    fprintf(stderr, "screen: %s: %s\n", what, SDL_GetError());
    return ts_fault_set(fault, TS_IO, 0, what);
}

static enum ts_status
start_sdl(struct ts_window *w, struct ts_fault *fault)
{
    /* A finger is a finger; SDL would report it as a mouse once more. */
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        return refused(fault, "no display could be opened");
    w->video = true;
    if (TTF_Init() != 0)
        return refused(fault, "the font library could not be started");
    w->ttf = true;
    return TS_OK;
}

/*
 * What we draw is cheap in software, and a GPU's driver costs 100 MB and 80 ms at
 * start-up. Where the display can only be reached through it, or SDL_RENDER_DRIVER
 * asks for one, it is taken.
 */
static SDL_Renderer *
make_renderer(SDL_Window *window)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    SDL_Renderer *renderer = NULL;
    /* Or SDL would carry pixels made in software to the display by way of OpenGL. */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_GetHint(SDL_HINT_RENDER_DRIVER) || SDL_strcasecmp(driver, "KMSDRM") == 0
        || SDL_strcasecmp(driver, "wayland") == 0)
        renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_PRESENTVSYNC);
    return renderer ? renderer : SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE);
}

static enum ts_status
make_window(struct ts_window *w, const struct ts_window_options *options,
            struct ts_fault *fault)
{
    uint32_t flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    if (options->fullscreen)
        flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
    w->window = SDL_CreateWindow(options->title ? options->title : "",
                                 SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                 options->width_px, options->height_px, flags);
    if (!w->window)
        return refused(fault, "no window could be opened");
    w->painter.renderer = make_renderer(w->window);
    if (!w->painter.renderer)
        return refused(fault, "nothing can draw into the window");
    SDL_ShowCursor(options->fullscreen ? SDL_DISABLE : SDL_ENABLE);
    return TS_OK;
}

static void
name_driver(struct ts_window *w)
{
    SDL_RendererInfo info = { 0 };
    SDL_GetRendererInfo(w->painter.renderer, &info);
    snprintf(w->driver, sizeof(w->driver), "%s/%s", SDL_GetCurrentVideoDriver(),
             info.name ? info.name : "?");
}

enum ts_status
ts_window_open(struct ts_window **window, const struct ts_window_options *options,
               struct ts_fault *fault)
{
    struct ts_window *w = calloc(1, sizeof(*w));
    if (!w)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "no memory for the window");
    w->px_per_mm = options->px_per_mm;
    w->painter.mirrored = options->mirrored;
    w->rotation_deg = options->rotation_deg;
    enum ts_status status = start_sdl(w, fault);
    if (status == TS_OK)
        status = ts_fonts_open(&w->painter.fonts, options->font_folder, fault);
    if (status == TS_OK)
        status = make_window(w, options, fault);
    if (status != TS_OK) {
        ts_window_close(w);
        return status;
    }
    name_driver(w);
    *window = w;
    return TS_OK;
}

void
ts_window_close(struct ts_window *window)
{
    if (!window)
        return;
    ts_cache_clear(&window->painter.cache, true);
    ts_fonts_close(&window->painter.fonts);
    if (window->painter.picture)
        SDL_DestroyTexture(window->painter.picture);
    if (window->upright)
        SDL_DestroyTexture(window->upright);
    if (window->painter.renderer)
        SDL_DestroyRenderer(window->painter.renderer);
    if (window->window)
        SDL_DestroyWindow(window->window);
    if (window->ttf)
        TTF_Quit();
    if (window->video)
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    free(window);
}

static struct ts_turn
turn_of(const struct ts_window *window)
{
    struct ts_turn turn = { .degrees = window->rotation_deg };
    SDL_GetRendererOutputSize(window->painter.renderer, &turn.width_px, &turn.height_px);
    return turn;
}

void
ts_window_size(const struct ts_window *window, int *width_px, int *height_px,
               double *px_per_mm)
{
    float dpi = 0;
    struct ts_turn turn = turn_of(window);
    *width_px = ts_turn_width(turn);
    *height_px = ts_turn_height(turn);
    *px_per_mm = window->px_per_mm;
    int display = SDL_GetWindowDisplayIndex(window->window);
    if (*px_per_mm <= 0 && SDL_GetDisplayDPI(display, &dpi, NULL, NULL) == 0)
        *px_per_mm = (double)dpi / 25.4;
}

const char *
ts_window_driver(const struct ts_window *window)
{
    return window->driver;
}

static void
paint(struct ts_painter *painter, const struct ts_item *item,
      const struct ts_frame *frame, struct ts_fit_report *report)
{
    switch (item->kind) {
    case TS_ITEM_RECTANGLE: ts_paint_rectangle(painter, item); return;
    case TS_ITEM_ICON:
    case TS_ITEM_RING: ts_paint_icon(painter, item); return;
    case TS_ITEM_TEXT: ts_paint_text(painter, item, report); return;
    case TS_ITEM_PHOTO: ts_paint_photo(painter, item); return;
    case TS_ITEM_CODE: ts_paint_code(painter, item); return;
    case TS_ITEM_PICTURE: ts_paint_picture(painter, item, frame); return;
    case TS_ITEM_BAR: ts_paint_bar(painter, item); return;
    }
}

/* Made anew when the display changes its size. */
static bool
has_upright(struct ts_window *w, struct ts_turn turn)
{
    int width = ts_turn_width(turn);
    int height = ts_turn_height(turn);
    if (w->upright && w->upright_width == width && w->upright_height == height)
        return true;
    if (w->upright)
        SDL_DestroyTexture(w->upright);
    w->upright = SDL_CreateTexture(w->painter.renderer, SDL_PIXELFORMAT_ARGB8888,
                                   SDL_TEXTUREACCESS_TARGET, width, height);
    w->upright_width = width;
    w->upright_height = height;
    return w->upright != NULL;
}

static void
turn_onto_display(struct ts_window *w, struct ts_turn turn)
{
    SDL_Rect to = { (turn.width_px - w->upright_width) / 2,
                    (turn.height_px - w->upright_height) / 2, w->upright_width,
                    w->upright_height };
    SDL_SetRenderTarget(w->painter.renderer, NULL);
    SDL_RenderCopyEx(w->painter.renderer, w->upright, NULL, &to, turn.degrees, NULL,
                     SDL_FLIP_NONE);
}

void
ts_window_draw(struct ts_window *window, const struct ts_drawing *drawing,
               const struct ts_frame *frame, struct ts_fit_report *report)
{
    struct ts_fit_report unread = { 0 };
    struct ts_fit_report *filled = report ? report : &unread;
    *filled = (struct ts_fit_report){ 0 };
    struct ts_turn turn = turn_of(window);
    bool turned = turn.degrees != 0 && has_upright(window, turn)
                  && SDL_SetRenderTarget(window->painter.renderer, window->upright) == 0;
    for (size_t i = 0; i < drawing->count; i++)
        paint(&window->painter, &drawing->items[i], frame, filled);
    if (turned)
        turn_onto_display(window, turn);
}

enum ts_status
ts_window_save(struct ts_window *window, const char *path)
{
    int width = 0;
    int height = 0;
    enum ts_status status = TS_IO;
    SDL_GetRendererOutputSize(window->painter.renderer, &width, &height);
    SDL_Surface *picture =
        SDL_CreateRGBSurfaceWithFormat(0, width, height, 24, SDL_PIXELFORMAT_RGB24);
    if (picture
        && SDL_RenderReadPixels(window->painter.renderer, NULL, SDL_PIXELFORMAT_RGB24,
                                picture->pixels, picture->pitch)
               == 0
        && IMG_SavePNG(picture, path) == 0)
        status = TS_OK;
    SDL_FreeSurface(picture);
    return status;
}

enum ts_status
ts_window_read(struct ts_window *window, ts_room rgb)
{
    int width = 0;
    int height = 0;
    SDL_GetRendererOutputSize(window->painter.renderer, &width, &height);
    if (rgb.len != (size_t)width * (size_t)height * 3)
        return TS_NO_SPACE;
    return SDL_RenderReadPixels(window->painter.renderer, NULL, SDL_PIXELFORMAT_RGB24,
                                rgb.at, width * 3)
                   == 0
               ? TS_OK
               : TS_IO;
}

void
ts_window_show(struct ts_window *window)
{
    SDL_RenderPresent(window->painter.renderer);
}

void
ts_window_forget(struct ts_window *window)
{
    ts_cache_clear(&window->painter.cache, false);
    if (window->painter.picture)
        SDL_DestroyTexture(window->painter.picture);
    window->painter.picture = NULL;
    window->painter.has_picture = false;
    if (window->upright)
        SDL_DestroyTexture(window->upright);
    window->upright = NULL;
}

static enum ts_key
key_of(SDL_Keycode code)
{
    switch (code) {
    case SDLK_ESCAPE: return TS_KEY_ESCAPE;
    case SDLK_RETURN:
    case SDLK_KP_ENTER: return TS_KEY_ENTER;
    case SDLK_SPACE: return TS_KEY_SPACE;
    case SDLK_BACKSPACE: return TS_KEY_ERASE;
    case SDLK_F11: return TS_KEY_FULLSCREEN;
    case SDLK_l: return TS_KEY_LANGUAGE;
    default: return TS_KEY_OTHER;
    }
}

/* Window coordinates are not pixels on every display. */
static void
to_pixels(const struct ts_window *window, int *x, int *y)
{
    int width = 1;
    int height = 1;
    int width_px = 1;
    int height_px = 1;
    SDL_GetWindowSize(window->window, &width, &height);
    SDL_GetRendererOutputSize(window->painter.renderer, &width_px, &height_px);
    *x = width > 0 ? *x * width_px / width : 0;
    *y = height > 0 ? *y * height_px / height : 0;
}

static bool
touch_of(const struct ts_window *window, const SDL_Event *event, struct ts_input *input)
{
    int width = 0;
    int height = 0;
    input->kind = TS_INPUT_TOUCH;
    if (event->type == SDL_FINGERDOWN) {
        SDL_GetRendererOutputSize(window->painter.renderer, &width, &height);
        input->x = (int)(event->tfinger.x * (float)width);
        input->y = (int)(event->tfinger.y * (float)height);
        ts_turn_point(turn_of(window), &input->x, &input->y);
        return true;
    }
    input->x = event->button.x;
    input->y = event->button.y;
    to_pixels(window, &input->x, &input->y);
    ts_turn_point(turn_of(window), &input->x, &input->y);
    return event->button.button == SDL_BUTTON_LEFT;
}

/* The first letter of what was typed at once, which is then forgotten here. */
static bool
next_letter(struct ts_window *window, struct ts_input *input)
{
    ts_span text = ts_span_text(window->typed);
    size_t len = text.len;
    bool usable = text.len > 0 && ts_utf8_valid(text);
    if (usable)
        *input =
            (struct ts_input){ .kind = TS_INPUT_TEXT, .letter = ts_letter(text, &len) };
    memmove(window->typed, window->typed + len, sizeof(window->typed) - len);
    memset(window->typed + sizeof(window->typed) - len, 0, len);
    return usable;
}

static bool
understood(struct ts_window *window, const SDL_Event *event, struct ts_input *input)
{
    *input = (struct ts_input){ 0 };
    switch (event->type) {
    case SDL_QUIT: input->kind = TS_INPUT_QUIT; return true;
    case SDL_KEYDOWN:
        input->kind = TS_INPUT_KEY;
        input->key = key_of(event->key.keysym.sym);
        return event->key.repeat == 0;
    case SDL_TEXTINPUT:
        SDL_strlcpy(window->typed, event->text.text, sizeof(window->typed));
        return next_letter(window, input);
    case SDL_FINGERDOWN:
    case SDL_MOUSEBUTTONDOWN: return touch_of(window, event, input);
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        ts_cache_clear(&window->painter.cache, true);
        ts_window_forget(window);
        input->kind = TS_INPUT_RESIZED;
        return true;
    case SDL_DISPLAYEVENT: input->kind = TS_INPUT_RESIZED; return true;
    case SDL_WINDOWEVENT:
        input->kind = TS_INPUT_RESIZED;
        return event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED
               || event->window.event == SDL_WINDOWEVENT_EXPOSED
               || event->window.event == SDL_WINDOWEVENT_DISPLAY_CHANGED;
    default: return false;
    }
}

bool
ts_window_poll(struct ts_window *window, struct ts_input *input, uint32_t timeout_ms)
{
    SDL_Event event;
    if (next_letter(window, input))
        return true;
    int got = timeout_ms > 0 ? SDL_WaitEventTimeout(&event, (int)timeout_ms)
                             : SDL_PollEvent(&event);
    for (; got; got = SDL_PollEvent(&event))
        if (understood(window, &event, input))
            return true;
    *input = (struct ts_input){ 0 };
    return false;
}

enum ts_status
ts_window_toggle_fullscreen(struct ts_window *window)
{
    bool whole = SDL_GetWindowFlags(window->window) & SDL_WINDOW_FULLSCREEN_DESKTOP;
    uint32_t wanted = whole ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP;
    if (SDL_SetWindowFullscreen(window->window, wanted) != 0)
        return TS_IO;
    SDL_ShowCursor(whole ? SDL_ENABLE : SDL_DISABLE);
    return TS_OK;
}
