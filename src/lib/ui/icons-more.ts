/** All further icons, fetched in one piece when the first of them is shown. */
import type { Component } from 'svelte';
import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import ArrowUpDown from '@lucide/svelte/icons/arrow-up-down';
import AtSign from '@lucide/svelte/icons/at-sign';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import Bed from '@lucide/svelte/icons/bed';
import Bell from '@lucide/svelte/icons/bell';
import Bold from '@lucide/svelte/icons/bold';
import BookOpen from '@lucide/svelte/icons/book-open';
import Briefcase from '@lucide/svelte/icons/briefcase';
import Building from '@lucide/svelte/icons/building';
import BuildingComplex from '@lucide/svelte/icons/building-complex';
import CalendarCheck from '@lucide/svelte/icons/calendar-check';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import CalendarPlus from '@lucide/svelte/icons/calendar-plus';
import CalendarRange from '@lucide/svelte/icons/calendar-range';
import CalendarSync from '@lucide/svelte/icons/calendar-sync';
import CalendarX from '@lucide/svelte/icons/calendar-x';
import Car from '@lucide/svelte/icons/car';
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column';
import ChevronUp from '@lucide/svelte/icons/chevron-up';
import ChevronsUpDown from '@lucide/svelte/icons/chevrons-up-down';
import Circle from '@lucide/svelte/icons/circle';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CircleUserRound from '@lucide/svelte/icons/circle-user-round';
import CircleX from '@lucide/svelte/icons/circle-x';
import ClipboardCopy from '@lucide/svelte/icons/clipboard-copy';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import Columns3 from '@lucide/svelte/icons/columns-3';
import Command from '@lucide/svelte/icons/command';
import Contact from '@lucide/svelte/icons/contact';
import ContactRound from '@lucide/svelte/icons/contact-round';
import Copy from '@lucide/svelte/icons/copy';
import CornerDownLeft from '@lucide/svelte/icons/corner-down-left';
import Database from '@lucide/svelte/icons/database';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Download from '@lucide/svelte/icons/download';
import EllipsisVertical from '@lucide/svelte/icons/ellipsis-vertical';
import ExternalLink from '@lucide/svelte/icons/external-link';
import Eye from '@lucide/svelte/icons/eye';
import EyeOff from '@lucide/svelte/icons/eye-off';
import File from '@lucide/svelte/icons/file';
import FilePlus from '@lucide/svelte/icons/file-plus';
import FileText from '@lucide/svelte/icons/file-text';
import FileUp from '@lucide/svelte/icons/file-up';
import Flag from '@lucide/svelte/icons/flag';
import Folder from '@lucide/svelte/icons/folder';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Gift from '@lucide/svelte/icons/gift';
import Globe from '@lucide/svelte/icons/globe';
import GripVertical from '@lucide/svelte/icons/grip-vertical';
import Hand from '@lucide/svelte/icons/hand';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import Hash from '@lucide/svelte/icons/hash';
import HeartHandshake from '@lucide/svelte/icons/heart-handshake';
import Hotel from '@lucide/svelte/icons/hotel';
import Hourglass from '@lucide/svelte/icons/hourglass';
import IdCard from '@lucide/svelte/icons/id-card';
import Image from '@lucide/svelte/icons/image';
import Inbox from '@lucide/svelte/icons/inbox';
import Kanban from '@lucide/svelte/icons/kanban';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Languages from '@lucide/svelte/icons/languages';
import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import LayoutList from '@lucide/svelte/icons/layout-list';
import LifeBuoy from '@lucide/svelte/icons/life-buoy';
import Link from '@lucide/svelte/icons/link';
import Italic from '@lucide/svelte/icons/italic';
import List from '@lucide/svelte/icons/list';
import ListChecks from '@lucide/svelte/icons/list-checks';
import ListFilter from '@lucide/svelte/icons/list-filter';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Lock from '@lucide/svelte/icons/lock';
import LogOut from '@lucide/svelte/icons/log-out';
import Mail from '@lucide/svelte/icons/mail';
import Maximize2 from '@lucide/svelte/icons/maximize-2';
import Menu from '@lucide/svelte/icons/menu';
import Merge from '@lucide/svelte/icons/merge';
import MessageSquare from '@lucide/svelte/icons/message-square';
import Minus from '@lucide/svelte/icons/minus';
import Monitor from '@lucide/svelte/icons/monitor';
import Moon from '@lucide/svelte/icons/moon';
import Newspaper from '@lucide/svelte/icons/newspaper';
import NotebookText from '@lucide/svelte/icons/notebook-text';
import Palette from '@lucide/svelte/icons/palette';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Phone from '@lucide/svelte/icons/phone';
import PhoneCall from '@lucide/svelte/icons/phone-call';
import Plane from '@lucide/svelte/icons/plane';
import Plug from '@lucide/svelte/icons/plug';
import Printer from '@lucide/svelte/icons/printer';
import Quote from '@lucide/svelte/icons/quote';
import Redo2 from '@lucide/svelte/icons/redo-2';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Repeat from '@lucide/svelte/icons/repeat';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import RotateCcwClock from '@lucide/svelte/icons/rotate-ccw-clock';
import Save from '@lucide/svelte/icons/save';
import Send from '@lucide/svelte/icons/send';
import Settings2 from '@lucide/svelte/icons/settings-2';
import Share from '@lucide/svelte/icons/share';
import Share2 from '@lucide/svelte/icons/share-2';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Split from '@lucide/svelte/icons/split';
import Square from '@lucide/svelte/icons/square';
import SquareDashed from '@lucide/svelte/icons/square-dashed';
import SquarePen from '@lucide/svelte/icons/square-pen';
import Star from '@lucide/svelte/icons/star';
import Sun from '@lucide/svelte/icons/sun';
import Table from '@lucide/svelte/icons/table';
import Tag from '@lucide/svelte/icons/tag';
import TextAlignStart from '@lucide/svelte/icons/text-align-start';
import Timer from '@lucide/svelte/icons/timer';
import TrainFront from '@lucide/svelte/icons/train-front';
import Type from '@lucide/svelte/icons/type';
import Unlink from '@lucide/svelte/icons/unlink';
import Upload from '@lucide/svelte/icons/upload';
import User from '@lucide/svelte/icons/user';
import UserCheck from '@lucide/svelte/icons/user-check';
import UserPlus from '@lucide/svelte/icons/user-plus';
import UserRound from '@lucide/svelte/icons/user-round';
import UserX from '@lucide/svelte/icons/user-x';
import UsersRound from '@lucide/svelte/icons/users-round';
import Utensils from '@lucide/svelte/icons/utensils';
import Video from '@lucide/svelte/icons/video';
import Wallet from '@lucide/svelte/icons/wallet';
import WifiOff from '@lucide/svelte/icons/wifi-off';
import Zap from '@lucide/svelte/icons/zap';

export const icons: Readonly<Record<string, Component>> = {
  'alarm-clock': AlarmClock,
  archive: Archive,
  'archive-restore': ArchiveRestore,
  'arrow-down': ArrowDown,
  'arrow-right': ArrowRight,
  'arrow-up': ArrowUp,
  'arrow-up-down': ArrowUpDown,
  'at-sign': AtSign,
  'badge-check': BadgeCheck,
  bed: Bed,
  bell: Bell,
  bold: Bold,
  italic: Italic,
  'book-open': BookOpen,
  briefcase: Briefcase,
  building: Building,
  'building-2': BuildingComplex,
  'building-complex': BuildingComplex,
  'calendar-check': CalendarCheck,
  'calendar-clock': CalendarClock,
  'calendar-days': CalendarDays,
  'calendar-plus': CalendarPlus,
  'calendar-range': CalendarRange,
  'calendar-sync': CalendarSync,
  'calendar-x': CalendarX,
  car: Car,
  'chart-no-axes-column': ChartNoAxesColumn,
  'chevron-up': ChevronUp,
  'chevrons-up-down': ChevronsUpDown,
  circle: Circle,
  'circle-dot': CircleDot,
  'circle-question-mark': CircleQuestionMark,
  'circle-user-round': CircleUserRound,
  'circle-x': CircleX,
  'clipboard-copy': ClipboardCopy,
  'clipboard-list': ClipboardList,
  'cloud-off': CloudOff,
  'columns-3': Columns3,
  command: Command,
  contact: Contact,
  'contact-round': ContactRound,
  copy: Copy,
  'corner-down-left': CornerDownLeft,
  database: Database,
  'door-open': DoorOpen,
  download: Download,
  'ellipsis-vertical': EllipsisVertical,
  'external-link': ExternalLink,
  eye: Eye,
  'eye-off': EyeOff,
  file: File,
  'file-plus': FilePlus,
  'file-text': FileText,
  'file-up': FileUp,
  flag: Flag,
  folder: Folder,
  'folder-open': FolderOpen,
  gift: Gift,
  globe: Globe,
  'grip-vertical': GripVertical,
  hand: Hand,
  'hard-drive': HardDrive,
  hash: Hash,
  'heart-handshake': HeartHandshake,
  help: CircleQuestionMark,
  history: RotateCcwClock,
  hotel: Hotel,
  hourglass: Hourglass,
  'id-card': IdCard,
  image: Image,
  inbox: Inbox,
  kanban: Kanban,
  keyboard: Keyboard,
  languages: Languages,
  'layout-grid': LayoutGrid,
  'layout-list': LayoutList,
  'life-buoy': LifeBuoy,
  link: Link,
  list: List,
  'list-checks': ListChecks,
  'list-filter': ListFilter,
  'list-ordered': ListOrdered,
  'list-todo': ListTodo,
  lock: Lock,
  'log-out': LogOut,
  mail: Mail,
  'maximize-2': Maximize2,
  menu: Menu,
  merge: Merge,
  'message-square': MessageSquare,
  minus: Minus,
  monitor: Monitor,
  moon: Moon,
  newspaper: Newspaper,
  'notebook-text': NotebookText,
  palette: Palette,
  'panel-left': PanelLeft,
  paperclip: Paperclip,
  phone: Phone,
  'phone-call': PhoneCall,
  plane: Plane,
  plug: Plug,
  printer: Printer,
  quote: Quote,
  'redo-2': Redo2,
  'refresh-cw': RefreshCw,
  repeat: Repeat,
  'rotate-ccw': RotateCcw,
  'rotate-ccw-clock': RotateCcwClock,
  save: Save,
  send: Send,
  'settings-2': Settings2,
  share: Share,
  'share-2': Share2,
  'shield-check': ShieldCheck,
  'sliders-horizontal': SlidersHorizontal,
  sparkles: Sparkles,
  split: Split,
  square: Square,
  'square-dashed': SquareDashed,
  'square-pen': SquarePen,
  star: Star,
  sun: Sun,
  table: Table,
  tag: Tag,
  text: TextAlignStart,
  'text-align-start': TextAlignStart,
  timer: Timer,
  'train-front': TrainFront,
  type: Type,
  unlink: Unlink,
  upload: Upload,
  user: User,
  'user-check': UserCheck,
  'user-plus': UserPlus,
  'user-round': UserRound,
  'user-x': UserX,
  'users-round': UsersRound,
  utensils: Utensils,
  video: Video,
  wallet: Wallet,
  'wifi-off': WifiOff,
  zap: Zap
};
