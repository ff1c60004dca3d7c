/** Icons that the shell and Today need at once; each costs about 150 bytes there. The others wait in icons-more.ts. */
import type { Component } from 'svelte';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import Cake from '@lucide/svelte/icons/cake';
import Calendar from '@lucide/svelte/icons/calendar';
import Check from '@lucide/svelte/icons/check';
import ChevronDown from '@lucide/svelte/icons/chevron-down';
import ChevronLeft from '@lucide/svelte/icons/chevron-left';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Clock from '@lucide/svelte/icons/clock';
import Copy from '@lucide/svelte/icons/copy';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import House from '@lucide/svelte/icons/house';
import Info from '@lucide/svelte/icons/info';
import MapPin from '@lucide/svelte/icons/map-pin';
import Pencil from '@lucide/svelte/icons/pencil';
import Plus from '@lucide/svelte/icons/plus';
import Printer from '@lucide/svelte/icons/printer';
import Search from '@lucide/svelte/icons/search';
import Settings from '@lucide/svelte/icons/settings';
import SquareCheck from '@lucide/svelte/icons/square-check';
import Trash from '@lucide/svelte/icons/trash';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Users from '@lucide/svelte/icons/users';
import X from '@lucide/svelte/icons/x';

export const icons: Readonly<Record<string, Component>> = {
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
