/** Icons that the shell and Today need at once; each costs about 150 bytes there. They are the insides of an SVG (src/lean-build.ts). The others wait in icons-more.ts. */
import ArrowLeft from '@lucide/svelte/icons/arrow-left?drawing';
import Cake from '@lucide/svelte/icons/cake?drawing';
import Calendar from '@lucide/svelte/icons/calendar?drawing';
import Check from '@lucide/svelte/icons/check?drawing';
import ChevronDown from '@lucide/svelte/icons/chevron-down?drawing';
import ChevronLeft from '@lucide/svelte/icons/chevron-left?drawing';
import ChevronRight from '@lucide/svelte/icons/chevron-right?drawing';
import CircleAlert from '@lucide/svelte/icons/circle-alert?drawing';
import CircleCheck from '@lucide/svelte/icons/circle-check?drawing';
import Clock from '@lucide/svelte/icons/clock?drawing';
import Copy from '@lucide/svelte/icons/copy?drawing';
import Ellipsis from '@lucide/svelte/icons/ellipsis?drawing';
import House from '@lucide/svelte/icons/house?drawing';
import Info from '@lucide/svelte/icons/info?drawing';
import MapPin from '@lucide/svelte/icons/map-pin?drawing';
import Pencil from '@lucide/svelte/icons/pencil?drawing';
import Plus from '@lucide/svelte/icons/plus?drawing';
import Printer from '@lucide/svelte/icons/printer?drawing';
import Search from '@lucide/svelte/icons/search?drawing';
import Settings from '@lucide/svelte/icons/settings?drawing';
import SquareCheck from '@lucide/svelte/icons/square-check?drawing';
import Trash from '@lucide/svelte/icons/trash?drawing';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert?drawing';
import Undo2 from '@lucide/svelte/icons/undo-2?drawing';
import Users from '@lucide/svelte/icons/users?drawing';
import X from '@lucide/svelte/icons/x?drawing';

export const icons: Readonly<Record<string, string>> = {
  'arrow-left': ArrowLeft,
  cake: Cake,
  calendar: Calendar,
  check: Check,
  'chevron-down': ChevronDown,
  'chevron-left': ChevronLeft,
  'chevron-right': ChevronRight,
  'circle-alert': CircleAlert,
  'circle-check': CircleCheck,
  clock: Clock,
  copy: Copy,
  ellipsis: Ellipsis,
  house: House,
  info: Info,
  'map-pin': MapPin,
  pencil: Pencil,
  plus: Plus,
  printer: Printer,
  search: Search,
  settings: Settings,
  'square-check': SquareCheck,
  trash: Trash,
  'trash-2': Trash,
  'triangle-alert': TriangleAlert,
  'undo-2': Undo2,
  users: Users,
  x: X
};
